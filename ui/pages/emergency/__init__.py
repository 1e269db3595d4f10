"""Emergency: what happened, and what to do now."""
