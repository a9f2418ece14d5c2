//! Questions, answers, verdicts, memory, queues and sessions: everything about learning that needs no disk, clock or terminal.
