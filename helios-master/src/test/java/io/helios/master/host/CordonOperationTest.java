package io.helios.master.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.view.ViewFixture;
import io.helios.model.host.HostName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CordonOperationTest {
  private static final HostName HOST = new HostName("h1");

  private final ViewFixture cluster = new ViewFixture();

  @Test
  void a_deployment_decided_before_the_cordon_no_longer_fits() {
    cluster.host("h1");

    Decision<HostRefusal> decision =
        CordonOperation.decide(
            new CordonOperation.Request("h1", "bob", null), cluster.view(), Instant.EPOCH);

    Changes changes = ((Decision.Change<HostRefusal>) decision).changes();
    assertThat(changes.list())
        .filteredOn(Changes.Set.class::isInstance)
        .extracting(Changes.Change::path)
        .containsExactly(Paths.hostId(HOST));
    assertThat(changes.list())
        .filteredOn(Changes.Create.class::isInstance)
        .extracting(Changes.Change::path)
        .containsExactly(Paths.hostCordon(HOST));
  }
}
