"""Understanding of articles and of questions: pure and synchronous, without I/O, network or clock."""
