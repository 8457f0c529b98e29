"""Engines that match, made from what is installed and kept between starts."""
