package io.helios.master;

import io.helios.coordination.presence.TreeLeadership;
import io.helios.coordination.tree.Tree;
import io.helios.master.event.EventStream;
import io.helios.master.view.LiveView;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What everything in one master stands on.
 *
 * @param clusterId identity of its cluster, as soon as it is known
 */
record Foundation(
    MasterOptions options,
    Tree tree,
    LiveView live,
    TreeLeadership leadership,
    EventStream events,
    Supplier<Optional<String>> clusterId,
    Clock clock) {}
