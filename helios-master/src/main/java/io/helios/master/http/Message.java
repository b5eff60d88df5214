package io.helios.master.http;

/** An error in words, the body of what has no published shape of its own. */
public record Message(String message) {}
