package io.helios.cli.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How whoever waits sees the hosts. */
interface Sight extends AutoCloseable {
  /** How the job stands on these hosts now. */
  Map<String, HostFacts> look(List<String> hosts);

  /** Returns when it may have changed, at the latest after that time. */
  void pause(Duration limit) throws InterruptedException;

  /** Whether changes end a pause, so that there is no need to look often. */
  boolean isWoken();

  @Override
  void close();
}
