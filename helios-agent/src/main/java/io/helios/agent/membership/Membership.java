package io.helios.agent.membership;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.HostOrders;
import io.helios.agent.status.TreeStatus;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the host in its cluster and keeps it registered: waits for an identity, waits for
 * {@link Rivals}, registers again in a tree that lost the host, shows that the agent is up, and has
 * told what is told of the host. All of it happens on one thread; every event only says "look
 * again".
 */
public final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final long LOOK_SECONDS = 5;

  private final Self self;
  private final Tree tree;
  private final HomeCluster home;
  private final TreeStatus status;
  private final Supplier<Optional<Set<JobId>>> busy;
  private final Consumer<Boolean> acting;
  private final Conditions conditions;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Deregistration deregistration;
  private final Rivals rivals;
  private final HostReporter reporter;
  private final AtomicBoolean lookIsDue = new AtomicBoolean();
  private final AtomicBoolean doubtful = new AtomicBoolean();
  private volatile HostOrders orders = HostOrders.NONE;

  // Owned by the timer's thread.
  private @Nullable String registeredIn;
  private @Nullable Presence presence;
  private boolean acts;

  /**
   * Does nothing before {@link #start}.
   *
   * @param busy tasks that this host still has to do with; empty while that is unknown
   * @param acting is told whether this agent may act on containers, each time that changes; before,
   *     it may unless its state directory is a copy
   * @param timer of one thread
   */
  public Membership(
      Self self,
      Tree tree,
      HomeCluster home,
      TreeStatus status,
      Supplier<Optional<Set<JobId>>> busy,
      Consumer<Boolean> acting,
      Conditions conditions,
      Clock clock,
      ScheduledExecutorService timer) {
    this.self = self;
    this.tree = tree;
    this.home = home;
    this.status = status;
    this.busy = busy;
    this.acting = acting;
    this.conditions = conditions;
    this.clock = clock;
    this.timer = timer;
    this.deregistration = new Deregistration(self, tree, busy);
    this.rivals = new Rivals(self, tree, conditions);
    this.reporter = new HostReporter(self, tree, conditions);
    this.acts = !self.copied();
  }

  public void start() {
    var unused =
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** What the tree says now. Most of it is about tasks, for which nothing has to be looked at. */
  public void orders(HostOrders now) {
    HostOrders before = orders;
    orders = now;
    if (doubtful.get()
        || now.deregistration() != null
        || before.deregistration() != null
        || !now.clusters().equals(before.clusters())
        || !Objects.equals(now.hostId(), before.hostId())) {
      lookSoon();
    }
  }

  /** The connection was lost: the tree may be another when it is back, or an older one. */
  public void lost() {
    doubtful.set(true);
    lookSoon();
  }

  private void lookSoon() {
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
      switch (deregistration.look(cluster.get(), orders, registeredIn != null)) {
        case NONE -> register(cluster.get());
        case GOING_ON -> {
          leave();
          // Statuses are told no more, but the tasks still have to be taken out of the tree.
          status.open(cluster.get());
        }
        case DONE -> leave();
        case OVER ->
            conditions.begin(
                Conditions.REGISTRATION,
                "the host was deregistered; restart the agent to register it again");
      }
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

  private void register(String cluster) throws TreeUnavailable {
    Instant now = clock.instant();
    if (!rivals.mayShowItself(now)) {
      return;
    }
    HostRegistration.Result result =
        HostRegistration.registerUnlessDeregistered(tree, cluster, self.host(), self.hostId());
    if (result instanceof HostRegistration.TakenBy taken && rivals.isNameFree(taken, now)) {
      log.info("Taking over the name {} from {}", self.host(), taken.id());
      result = HostRegistration.takeOver(tree, cluster, self.host(), self.hostId());
    }
    if (result instanceof HostRegistration.Deregistered) {
      // The order has not been told yet, but the masters are deleting the host already.
      return;
    }
    if (!(result instanceof HostRegistration.Registered registered)) {
      leave();
      return;
    }
    rivals.nameIsOurs();
    if (registered.created()) {
      doubtful.set(true);
    }
    if (showsItself(cluster)) {
      tell(cluster, now);
    }
  }

  /** Whether this agent, and no other of its identity, is the one that is up. */
  private boolean showsItself(String cluster) {
    Presence sign = presence;
    if (sign == null) {
      sign =
          new Presence(
              tree,
              cluster,
              Paths.hostUp(self.host()),
              self.place().card(self.hostId()),
              card -> self.place().isLeftBehind(card, self.hostId()),
              this::lookSoon);
      presence = sign;
      sign.start();
    }
    Optional<Presence.Card> twin = sign.rival().filter(card -> card.owner().equals(self.hostId()));
    if (twin.isPresent()) {
      rivals.meets(twin.get());
      act(false);
      registeredIn = null;
      status.shut();
      return false;
    }
    if (sign.isAnnounced()) {
      rivals.alone();
      act(true);
    }
    return acts && (sign.isAnnounced() || registeredIn != null);
  }

  private void act(boolean now) {
    if (acts != now) {
      acts = now;
      acting.accept(now);
    }
  }

  private void tell(String cluster, Instant now) throws TreeUnavailable {
    if (!cluster.equals(registeredIn)) {
      log.info("Registered as {} with the identity {}", self.host(), self.hostId());
      doubtful.set(true);
      registeredIn = cluster;
    }
    if (doubtful.getAndSet(false) || !status.isOpen()) {
      reporter.doubt();
      status.open(cluster);
    }
    reporter.report(cluster, now);
    busy.get().ifPresent(status::takeBack);
  }
}
