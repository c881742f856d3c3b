"""Turn a message and its arguments into 中文 or English; no Qt, so paper, window and CLI agree."""
