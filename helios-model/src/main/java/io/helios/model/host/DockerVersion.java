package io.helios.model.host;

import org.jspecify.annotations.Nullable;

/** What the container engine says of itself. */
public record DockerVersion(
    @Nullable String apiVersion,
    @Nullable String arch,
    @Nullable String gitCommit,
    @Nullable String goVersion,
    @Nullable String kernelVersion,
    @Nullable String os,
    @Nullable String version) {}
