//! Running the learner's own program on instances.
