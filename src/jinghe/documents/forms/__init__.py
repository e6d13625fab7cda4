"""Forms: workbooks that people fill in and send back, and tables that they paste."""
