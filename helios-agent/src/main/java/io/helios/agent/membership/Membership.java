package io.helios.agent.membership;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.HostOrders;
import io.helios.agent.status.TreeStatus;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the host in its cluster and keeps it registered: waits for an identity, waits for a
 * dead namesake to be forgotten, registers again in a tree that lost the host, and tells labels and
 * a report of the host. All of it happens on one thread; every event only says "look again".
 */
public final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final long LOOK_SECONDS = 5;
  private static final Duration REPORT = Duration.ofMinutes(1);

  /**
   * Who this agent is and what it says of itself.
   *
   * @param zooKeeper its address, for messages
   * @param takeOverAfter how long a namesake must have been down before its name is taken
   */
  public record Self(
      HostName host,
      String hostId,
      String zooKeeper,
      Map<String, String> labels,
      Supplier<HostReport> report,
      Duration takeOverAfter) {}

  private final Self self;
  private final Tree tree;
  private final HomeCluster home;
  private final TreeStatus status;
  private final Supplier<Optional<Set<JobId>>> busy;
  private final Conditions conditions;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean lookIsDue = new AtomicBoolean();
  private volatile HostOrders orders = HostOrders.NONE;

  // Owned by the timer's thread.
  private @Nullable String registeredIn;
  private @Nullable Presence presence;
  private @Nullable Instant namesakeDownSince;
  private @Nullable Instant reportedAt;
  private boolean deregistered;

  /**
   * Does nothing before {@link #start}.
   *
   * @param busy tasks that this host still has to do with; empty while that is unknown
   * @param timer of one thread
   */
  public Membership(
      Self self,
      Tree tree,
      HomeCluster home,
      TreeStatus status,
      Supplier<Optional<Set<JobId>>> busy,
      Conditions conditions,
      Clock clock,
      ScheduledExecutorService timer) {
    this.self = self;
    this.tree = tree;
    this.home = home;
    this.status = status;
    this.busy = busy;
    this.conditions = conditions;
    this.clock = clock;
    this.timer = timer;
  }

  public void start() {
    var unused =
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** What the tree says now. */
  public void orders(HostOrders now) {
    orders = now;
    lookSoon();
  }

  /** Looks again as soon as possible. */
  public void lookSoon() {
    if (!lookIsDue.compareAndSet(false, true)) {
      return;
    }
    try {
      timer.execute(
          () -> {
            lookIsDue.set(false);
            look();
          });
    } catch (RejectedExecutionException closing) {
      log.debug("Closed");
    }
  }

  /** Withdraws the sign of life; the registration stays. Call it after the timer has ended. */
  @Override
  public void close() {
    if (presence != null) {
      presence.close();
    }
  }

  private void look() {
    try {
      if (!tree.isConnected()) {
        conditions.begin(
            Conditions.ZOOKEEPER,
            "ZooKeeper at "
                + self.zooKeeper()
                + " cannot be reached; containers are kept as last asked, and nothing is reported"
                + " until it can");
        return;
      }
      conditions.end(Conditions.ZOOKEEPER);
      Optional<String> cluster = home.in(Set.copyOf(tree.children(Paths.IDENTITIES)));
      if (cluster.isEmpty()) {
        leave();
        return;
      }
      if (consumesDeregistration(cluster.get())) {
        return;
      }
      register(cluster.get());
    } catch (TreeUnavailable e) {
      log.debug("Registration is looked at later", e);
    } catch (RuntimeException | Error e) {
      // Errors too: a timer forgets what threw.
      log.error("Registration failed", e);
    }
  }

  private void leave() {
    registeredIn = null;
    status.shut();
    if (presence != null) {
      presence.close();
      presence = null;
    }
  }

  /** Returns whether the host was deregistered, so that it must not be registered. */
  private boolean consumesDeregistration(String cluster) throws TreeUnavailable {
    var order = orders.deregistration();
    if (order == null || !order.value().hostId().equals(self.hostId())) {
      if (deregistered) {
        conditions.begin(
            Conditions.REGISTRATION,
            "the host was deregistered; restart the agent to register it again");
      }
      return deregistered;
    }
    if (registeredIn != null) {
      // The masters may take a while to delete the host, and must not meet it made anew meanwhile.
      deregistered = true;
      leave();
    }
    if (isCarriedOut(order.value())) {
      try {
        tree.commit(
            Changes.NONE
                .checkExists(Paths.identity(cluster))
                .delete(Paths.deregistered(self.host()), order.version()));
        log.info("The deregistration of {} was carried out", self.host());
        leave();
      } catch (ChangeRejected e) {
        log.debug("The deregistration order has changed; looking again", e);
      }
      return true;
    }
    // Statuses are told no more, but the tasks still have to be taken out of the tree.
    status.open(cluster);
    return true;
  }

  private boolean isCarriedOut(DeregistrationOrder order) {
    Optional<Set<JobId>> still = busy.get();
    return still.isPresent()
        && order.undeploys().stream()
            .noneMatch(
                undeploy ->
                    still.get().contains(undeploy.job().id())
                        && !isDeployedAgain(undeploy.job().id(), undeploy.generation()));
  }

  private boolean isDeployedAgain(JobId job, long orderedAt) {
    Deployment deployment = orders.deployments().get(job);
    Long generation = deployment == null ? null : deployment.generation();
    return generation != null && generation > orderedAt;
  }

  private void register(String cluster) throws TreeUnavailable {
    HostRegistration.Result result =
        HostRegistration.registerUnlessDeregistered(tree, cluster, self.host(), self.hostId());
    if (result instanceof HostRegistration.TakenBy taken) {
      result = waitForNamesake(cluster, taken);
    }
    if (result instanceof HostRegistration.Deregistered) {
      // The order has not been told yet, but the masters are deleting the host already.
      return;
    }
    if (!(result instanceof HostRegistration.Registered)) {
      leave();
      return;
    }
    namesakeDownSince = null;
    conditions.end(Conditions.REGISTRATION);
    boolean anew =
        !cluster.equals(registeredIn) || ((HostRegistration.Registered) result).created();
    if (anew) {
      log.info("Registered as {} with the identity {}", self.host(), self.hostId());
      registeredIn = cluster;
      reportedAt = null;
      status.open(cluster);
    }
    if (presence == null) {
      Presence sign =
          new Presence(
              tree, cluster, Paths.hostUp(self.host()), new Presence.Card(self.hostId(), Map.of()));
      sign.start();
      presence = sign;
    }
    report(cluster);
    busy.get().ifPresent(status::takeBack);
  }

  /** The wait is measured here, by this clock: a namesake's own times prove nothing. */
  private HostRegistration.Result waitForNamesake(String cluster, HostRegistration.TakenBy taken)
      throws TreeUnavailable {
    Instant now = clock.instant();
    boolean up = tree.get(Paths.hostUp(self.host())).isPresent();
    if (up) {
      namesakeDownSince = null;
      conditions.begin(
          Conditions.REGISTRATION,
          "another agent ("
              + taken.id()
              + ") is registered as "
              + self.host()
              + " and alive; stop it, or start this one with another --name");
      return taken;
    }
    Instant since = namesakeDownSince == null ? now : namesakeDownSince;
    namesakeDownSince = since;
    if (Duration.between(since, now).compareTo(self.takeOverAfter()) < 0) {
      conditions.begin(
          Conditions.REGISTRATION,
          "another agent ("
              + taken.id()
              + ") is registered as "
              + self.host()
              + " and down; its name is taken over after "
              + self.takeOverAfter().toMinutes()
              + " minutes (--zk-registration-ttl)");
      return taken;
    }
    log.info("Taking over the name {} from {}", self.host(), taken.id());
    return HostRegistration.takeOver(tree, cluster, self.host(), self.hostId());
  }

  private void report(String cluster) throws TreeUnavailable {
    Instant now = clock.instant();
    // The absolute distance: a clock that was set back must not silence the host.
    if (reportedAt != null && Duration.between(reportedAt, now).abs().compareTo(REPORT) < 0) {
      return;
    }
    Changes changes =
        put(Paths.hostLabels(self.host()), Stored.bytes(self.labels()))
            .and(put(Paths.hostReport(self.host()), Stored.bytes(self.report().get())));
    try {
      if (!changes.isEmpty()) {
        tree.commit(Changes.NONE.checkExists(Paths.identity(cluster)).and(changes));
      }
      reportedAt = now;
    } catch (ChangeRejected e) {
      log.debug("The host's report is told later", e);
    }
  }

  private Changes put(TreePath path, byte[] data) throws TreeUnavailable {
    var node = tree.get(path);
    if (node.isEmpty()) {
      return Changes.NONE.create(path, data);
    }
    return Arrays.equals(node.get().data(), data)
        ? Changes.NONE
        : Changes.NONE.set(path, data, node.get().version());
  }
}
