"""The vendor's article on setup and workflow, played and told step by step."""
