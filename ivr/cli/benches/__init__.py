"""What ``ivr bench`` measures in modules of their own, and how every figure is shown."""
