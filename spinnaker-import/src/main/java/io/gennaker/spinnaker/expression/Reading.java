package io.gennaker.spinnaker.expression;

/// Where a text may read what earlier stages gave.
public enum Reading {
    /// Not at all: it must be known when the plan is made.
    NOT_AT_ALL,
    /// It is evaluated when the stage's turn comes.
    DIRECTLY,
    /// It is a file that sees what the stage's variables hold.
    BY_VARIABLES
}
