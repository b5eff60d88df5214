package io.helios.agent.image;

import io.helios.agent.goals.StateFile;
import io.helios.agent.http.Metric;
import io.helios.agent.http.Metric.Kind;
import io.helios.agent.reconcile.Workers;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.HostImage;
import io.helios.agent.runtime.RuntimeFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the host's images now and then, remembers which of them the agent has used, and has
 * those removed that {@link ImagePlan} names: a few at a time, one after the other. While nothing
 * is to be removed the engine is only asked about images that were newly used.
 */
public final class ImageCollector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ImageCollector.class);

  /** From one look to the next, when nothing is known to have happened. */
  static final Duration PERIOD = Duration.ofMinutes(5);

  /** Between looks, at least. */
  static final Duration SHORTEST = Duration.ofMinutes(1);

  /** So many are removed in one go: it costs the engine's disk, which containers use too. */
  static final int AT_ONCE = 20;

  private static final long ANSWER_SECONDS = 10;

  private final ContainerRuntime runtime;
  private final ImageRules rules;
  private final ImageLedger ledger;
  private final Supplier<CompletableFuture<Optional<Set<String>>>> wanted;
  private final Clock clock;
  private final ExecutorService thread = Workers.pool("agent-images", 1);
  private final AtomicBoolean looking = new AtomicBoolean();
  private final NewlyUsed newlyUsed;
  private final AtomicLong removedByAge = new AtomicLong();
  private final AtomicLong removedForDisk = new AtomicLong();
  private volatile Instant lookedAt;
  private volatile boolean more;
  private volatile ImageRound last;

  // Owned by the thread.
  private final Set<String> announced = new HashSet<>();

  /**
   * Looks for the first time {@link #SHORTEST} from now.
   *
   * @param file where it is remembered which images were used
   * @param wanted names of the images that deployments on this host ask for; empty while that is
   *     not known, or when this agent may not act
   */
  public ImageCollector(
      ContainerRuntime runtime,
      ImageRules rules,
      StateFile file,
      NewlyUsed newlyUsed,
      Supplier<CompletableFuture<Optional<Set<String>>>> wanted,
      Clock clock) {
    this.runtime = runtime;
    this.rules = rules;
    this.ledger = new ImageLedger(file);
    this.newlyUsed = newlyUsed;
    this.wanted = wanted;
    this.clock = clock;
    this.lookedAt = clock.instant();
    this.last = ImageRound.none(rules);
  }

  /** To be called every few seconds; looks in the background if it is time to. */
  public void tick() {
    boolean something = rules.areOn() || newlyUsed.areAny();
    // The absolute distance: a clock that was set back must not end it.
    Duration since = Duration.between(lookedAt, clock.instant()).abs();
    boolean soon = more || newlyUsed.areAny() || last.at() == null;
    Duration pause = soon ? SHORTEST : PERIOD;
    if (!something || since.compareTo(pause) < 0 || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      thread.execute(
          () -> {
            try {
              round();
            } finally {
              looking.set(false);
            }
          });
    } catch (RejectedExecutionException closing) {
      looking.set(false);
    }
  }

  /** Looks once, and removes what is to go. */
  void round() {
    Instant now = clock.instant();
    lookedAt = now;
    try {
      Optional<Set<String>> deployed = wanted.get().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (deployed.isPresent()) {
        look(deployed.get(), now);
      }
    } catch (RuntimeFailure | ExecutionException | TimeoutException e) {
      log.debug("Images are looked at later", e);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("Images cannot be looked at", e);
    }
  }

  private void look(Set<String> deployed, Instant now) throws RuntimeFailure {
    Set<String> deployedIds = new HashSet<>();
    Set<String> noted = newlyUsed.names();
    Set<String> names = new HashSet<>(deployed);
    names.addAll(noted);
    for (String name : names) {
      Optional<String> id = name.isEmpty() ? Optional.empty() : runtime.imageId(name);
      id.ifPresent(one -> ledger.used(one, name, now));
      if (deployed.contains(name)) {
        id.ifPresent(deployedIds::add);
      }
    }
    List<HostImage> images = runtime.images();
    ledger.inUse(images.stream().filter(HostImage::used).map(HostImage::id).toList(), now);
    ledger.settle(images.stream().map(HostImage::id).toList(), now);
    newlyUsed.noted(noted);
    var facts = new ImageFacts(images, ledger.known(), deployedIds, runtime.disk(), now);
    List<ImagePlan.Judged> plan = ImagePlan.of(facts, rules);
    last = new ImageRound(rules, now, facts.disk(), plan);
    carryOut(plan);
  }

  private void carryOut(List<ImagePlan.Judged> plan) {
    List<ImagePlan.Judged> going = plan.stream().filter(one -> one.verdict().goes()).toList();
    announced.retainAll(going.stream().map(one -> one.image().id()).toList());
    more = !rules.dryRun() && going.size() > AT_ONCE;
    if (rules.dryRun()) {
      going.stream()
          .filter(one -> announced.add(one.image().id()))
          .forEach(one -> log.info("Would remove {}", ImageRound.words(one)));
      return;
    }
    going.stream().limit(AT_ONCE).forEach(this::remove);
  }

  private void remove(ImagePlan.Judged going) {
    try {
      if (Thread.currentThread().isInterrupted() || isWantedAgain(going)) {
        return;
      }
      runtime.removeImage(going.image().id());
      log.info("Removed {}", ImageRound.words(going));
      (going.verdict() == Verdict.DISK_FULL ? removedForDisk : removedByAge).incrementAndGet();
    } catch (RuntimeFailure e) {
      // Such as one that another image was built on. It stays, and is tried again.
      if (announced.add(going.image().id())) {
        log.info("{}; it stays", e.getMessage());
      }
    }
  }

  /** Removing takes its time; meanwhile a job may have come that has looked for it already. */
  private boolean isWantedAgain(ImagePlan.Judged going) throws RuntimeFailure {
    for (String name : newlyUsed.names()) {
      if (runtime.imageId(name).equals(Optional.of(going.image().id()))) {
        return true;
      }
    }
    return false;
  }

  /** What the last look has found, as JSON. */
  public Map<String, Object> view() {
    return last.json();
  }

  /** For Prometheus. */
  public List<Metric> numbers() {
    List<Metric> numbers = new ArrayList<>();
    String removed = "helios_agent_images_removed_total";
    String help = "Images that were removed because nobody used them.";
    numbers.add(
        new Metric(removed, Kind.COUNTER, help, removedByAge.get(), Map.of("reason", "age")));
    numbers.add(
        new Metric(removed, Kind.COUNTER, help, removedForDisk.get(), Map.of("reason", "disk")));
    numbers.add(
        new Metric(
            "helios_agent_images_to_remove",
            Kind.GAUGE,
            "Images that were to be removed at the last look.",
            last.going()));
    return numbers;
  }

  /**
   * Gives up a look that goes on; blocks until it writes nothing more, for a few seconds at most.
   */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        log.debug("A look at the images goes on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
