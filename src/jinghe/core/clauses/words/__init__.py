"""The words of the clause language: characters, words, numbers, periods."""
