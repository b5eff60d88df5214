package io.helios.master.http;

import io.helios.master.commit.Unavailable;
import io.helios.master.view.LiveView;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody ask a master that has never seen the cluster, and has those who know a newer revision
 * wait for it. After the time limit they get what there is, with its revision.
 */
@NeedsView
public final class ViewGate implements ContainerRequestFilter {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final LiveView live;
  private final Revisions revisions;
  private final Supplier<Optional<String>> obstacle;

  /**
   * @param obstacle why the master is not ready, while it is not
   */
  public ViewGate(LiveView live, Revisions revisions, Supplier<Optional<String>> obstacle) {
    this.live = live;
    this.obstacle = obstacle;
    this.revisions = revisions;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!live.freshness().complete()) {
      throw new Unavailable(
          "this master is not ready: " + obstacle.get().orElse("the cluster was just read"));
    }
    @Nullable String token = request.getHeaderString(Headers.MIN_REVISION);
    OptionalLong wanted = token == null ? OptionalLong.empty() : revisions.revision(token.trim());
    if (wanted.isPresent()) {
      await(wanted.getAsLong());
    }
  }

  private void await(long revision) {
    try {
      live.awaitRevision(revision, LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the master is stopping", e);
    }
  }
}
