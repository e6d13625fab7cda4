"""The named functions that a scheme composes, and the figures they are worked out on."""
