"""What all pages share: the frame, navigation, what is asked, up- and downloads, errors."""
