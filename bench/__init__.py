"""Measure the speeds the documentation claims: every figure against a bare equivalent."""
