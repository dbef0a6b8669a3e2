"""A flow in sentences a manager or a tester can read, in Chinese and English; from ``ways(step)``."""
