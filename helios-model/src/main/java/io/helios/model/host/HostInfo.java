package io.helios.model.host;

import org.jspecify.annotations.Nullable;

/** The machine under an agent. Sizes are bytes; {@code loadAvg} is the one-minute average. */
public record HostInfo(
    @Nullable String hostname,
    @Nullable String uname,
    @Nullable String architecture,
    @Nullable String osName,
    @Nullable String osVersion,
    int cpus,
    double loadAvg,
    long memoryTotalBytes,
    long memoryFreeBytes,
    long swapTotalBytes,
    long swapFreeBytes,
    @Nullable DockerVersion dockerVersion,
    @Nullable String dockerHost,
    @Nullable String dockerCertPath) {}
