package io.helios.agent.membership;

import io.helios.coordination.layout.HostReport;
import io.helios.model.host.HostName;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who this agent is and what it says of itself.
 *
 * @param place where its state directory lies
 * @param copied whether the state directory says that it lay elsewhere before
 * @param zooKeeper its address, for messages
 * @param report describes the host; may block for a moment
 * @param takeOverAfter how long another agent must have been down before its name is taken
 */
public record Self(
    HostName host,
    String hostId,
    Place place,
    boolean copied,
    String zooKeeper,
    Map<String, String> labels,
    Supplier<HostReport> report,
    Duration takeOverAfter) {}
