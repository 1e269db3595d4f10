"""Stands in the way of hidapi's ``hidraw`` module, as on distributions that build the libusb one alone."""

raise ImportError("this machine has hidapi's libusb backend alone")
