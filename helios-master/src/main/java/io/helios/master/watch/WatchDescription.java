package io.helios.master.watch;

import io.helios.master.openapi.Stream;
import io.helios.model.watch.Watched;
import java.util.Arrays;
import java.util.List;

/** What the description of the API says of {@code /watch}. */
public final class WatchDescription {
  private static final List<Class<?>> THINGS =
      List.of(
          Watched.OfHost.class, Watched.OfJob.class, Watched.OfTask.class, Watched.OfGroup.class);

  private WatchDescription() {}

  public static Stream stream() {
    return new Stream(
        "/watch",
        "How everything is, and each change of it from then on.",
        Arrays.stream(WatchParameter.values()).map(WatchParameter::described).toList(),
        List.of(
            event("reset", "Forget everything: all is told anew.", Notice.Reset.class),
            new Stream.Event("snapshot", "Things as they are, one per line.", THINGS),
            event("synced", "The snapshot is complete.", Notice.Synced.class),
            new Stream.Event("changes", "Things as they are now, one per line.", THINGS),
            event("stale", "The master has lost ZooKeeper.", Notice.Stale.class),
            event("live", "The master has found ZooKeeper again.", Notice.Live.class)));
  }

  private static Stream.Event event(String name, String means, Class<?> data) {
    return new Stream.Event(name, means, List.of(data));
  }
}
