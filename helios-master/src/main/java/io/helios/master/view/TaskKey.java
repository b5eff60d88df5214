package io.helios.master.view;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;

/** Names a task: its deployment, its order and its status are one thing to whoever watches. */
public record TaskKey(HostName host, JobId job) {}
