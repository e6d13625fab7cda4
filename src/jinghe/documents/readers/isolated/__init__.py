"""Reading a stranger's file in a process of its own, under limits."""
