"""Values that every rule uses: amounts, periods, the working calendar, words and findings."""
