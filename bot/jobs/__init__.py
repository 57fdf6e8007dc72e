"""What is done with the stages, in which order: ingest, plan, deliver, tidy, and what a reader asks for."""
