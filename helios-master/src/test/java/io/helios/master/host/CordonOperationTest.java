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
  void the_hosts_id_stays_as_it_is_for_its_agent_would_take_a_change_for_another_owner() {
    cluster.host("h1");

    Decision<HostRefusal> decision =
        CordonOperation.decide(
            new CordonOperation.Request("h1", "bob", null), cluster.view(), Instant.EPOCH);

    Changes changes = ((Decision.Change<HostRefusal>) decision).changes();
    assertThat(changes.list())
        .filteredOn(change -> !(change instanceof Changes.Check))
        .singleElement()
        .isInstanceOf(Changes.Create.class)
        .extracting(Changes.Change::path)
        .isEqualTo(Paths.hostCordon(HOST));
  }
}
