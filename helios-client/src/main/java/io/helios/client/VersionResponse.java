package io.helios.client;

/**
 * Both sides' versions.
 *
 * @param masterVersion the version, or in words why it could not be had
 */
public record VersionResponse(String clientVersion, String masterVersion) {}
