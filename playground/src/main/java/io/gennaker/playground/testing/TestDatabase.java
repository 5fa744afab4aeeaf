package io.gennaker.playground.testing;

/// An empty database of its own for one test run, with the role that may do everything in it.
///
/// @param jdbcUrl without user and password
public record TestDatabase(String jdbcUrl, String username, String password) {}
