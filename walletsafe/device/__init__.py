"""The conversation with a device: commands, answers, certificates, the secure channel."""
