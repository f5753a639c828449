"""Who takes part in a project: people and their roles, invitations, passwords."""
