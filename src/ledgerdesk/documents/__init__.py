"""Turn records into bytes (PDF) and bytes into pictures and text; no storage, no clock, no Qt."""
