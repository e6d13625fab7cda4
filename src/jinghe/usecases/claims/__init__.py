"""Claims 申报 from draft to certified, their papers, and what they change in dossiers."""
