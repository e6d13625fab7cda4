"""Records of every register: dossiers that people read; their fields never count."""
