package io.helios.master.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredReceipt;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Contended;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Outcome;
import io.helios.master.commit.Unavailable;
import io.helios.master.deployment.BatchOperation.Joined;
import io.helios.master.receipt.Receipts;
import io.helios.master.receipt.Receipts.Whole;
import io.helios.master.receipt.Replayed;
import io.helios.master.view.JobView;
import io.helios.master.view.LiveView;
import io.helios.model.api.HostResult;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same on many hosts: several hosts per transaction, several transactions at once. Each
 * host's outcome is its own; each transaction has a receipt of its own, so that a repeated request
 * does only what was not done.
 */
public final class Batches {
  private static final Logger log = LoggerFactory.getLogger(Batches.class);
  private static final TypeReference<List<HostResult>> RESULTS = new TypeReference<>() {};
  private static final int HOSTS_AT_ONCE = 50;

  /** For a transaction, well below ZooKeeper's limit; an undeploy order carries the whole job. */
  private static final int BYTES_AT_ONCE = 400_000;

  private static final int BYTES_PER_HOST = 2_000;

  private final LiveView live;
  private final Commits commits;
  private final Deployments deployments;
  private final Receipts receipts;
  private final Executor threads;

  /** What is done on each host. */
  interface Work {
    /** Nodes to read before deciding, if any. */
    List<TreePath> nodes(String host);

    Outcome<DeploymentRefusal> alone(String host);

    Decision<DeploymentRefusal> decide(String host, Map<TreePath, Node> nodes);

    /** The refusal in the words of the published answers. */
    String status(DeploymentRefusal refusal);
  }

  /**
   * @param threads for the transactions of all batches
   */
  public Batches(
      LiveView live,
      Commits commits,
      Deployments deployments,
      Receipts receipts,
      Executor threads) {
    this.live = live;
    this.commits = commits;
    this.deployments = deployments;
    this.receipts = receipts;
    this.threads = threads;
  }

  /**
   * Does it on all hosts.
   *
   * @param hosts different from each other
   * @return one result per host, in that order
   * @throws Unavailable when a part could not be done now and the request has an id, under which it
   *     may be repeated
   */
  List<HostResult> run(JobId job, List<String> hosts, Work work) {
    commits.requireUpToDate();
    Whole whole = receipts.whole().orElse(null);
    int size = hostsAtOnce(job);
    List<CompletableFuture<List<HostResult>>> parts = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i += size) {
      List<String> part = hosts.subList(i, Math.min(hosts.size(), i + size));
      String name = size + "." + i;
      parts.add(
          CompletableFuture.supplyAsync(
              () -> new Part(job, part, work, whole, name).results(), threads));
    }
    List<HostResult> results = new ArrayList<>();
    try {
      for (CompletableFuture<List<HostResult>> part : parts) {
        results.addAll(part.join());
      }
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
    return results;
  }

  private int hostsAtOnce(JobId job) {
    int bytes = live.view().job(job).map(JobView::job).map(it -> Stored.bytes(it).length).orElse(0);
    return Math.max(1, Math.min(HOSTS_AT_ONCE, BYTES_AT_ONCE / (BYTES_PER_HOST + bytes)));
  }

  /** The hosts of one transaction. */
  private final class Part {
    private final JobId job;
    private final List<String> hosts;
    private final Work work;
    private final @Nullable Whole whole;
    private final String name;

    Part(JobId job, List<String> hosts, Work work, @Nullable Whole whole, String name) {
      this.job = job;
      this.hosts = hosts;
      this.work = work;
      this.whole = whole;
      this.name = name;
    }

    List<HostResult> results() {
      try {
        return answered(name, this::together);
      } catch (Contended e) {
        log.debug("one by one, for some host keeps changing: {}", e.last().getMessage());
        List<HostResult> results = new ArrayList<>();
        for (String host : hosts) {
          results.addAll(oneByOne(host));
        }
        return results;
      } catch (Unavailable e) {
        if (whole != null) {
          throw e;
        }
        return hosts.stream().map(host -> unavailable(host, e)).toList();
      }
    }

    private List<HostResult> together() throws Contended {
      AtomicReference<List<HostResult>> results = new AtomicReference<>(List.of());
      commits.runBriefly(
          () -> {
            Joined now = decide();
            List<HostResult> decided = results(now, doneBefore(now));
            results.set(decided);
            receipts.promise(200, decided);
            return now.decision();
          });
      return Objects.requireNonNull(results.get());
    }

    /** What an earlier attempt at this request did one by one before its master died. */
    private Map<String, HostResult> doneBefore(Joined now) throws TreeUnavailable {
      if (whole == null || now.refusals().values().stream().noneMatch(Optional::isPresent)) {
        return Map.of();
      }
      Map<String, String> parts = new LinkedHashMap<>();
      now.refusals()
          .forEach((host, refusal) -> refusal.ifPresent(it -> parts.put(partOf(host), host)));
      Map<String, HostResult> done = new HashMap<>();
      for (StoredReceipt receipt : receipts.ofParts(whole, parts.keySet()).values()) {
        read(receipt).forEach(it -> done.put(it.host(), it));
      }
      return done;
    }

    private String partOf(String host) {
      return name + "." + hosts.indexOf(host);
    }

    private Joined decide() throws TreeUnavailable {
      List<TreePath> nodes = hosts.stream().flatMap(host -> work.nodes(host).stream()).toList();
      Map<TreePath, Node> there = deployments.existing(nodes);
      return BatchOperation.decide(hosts, host -> work.decide(host, there));
    }

    private List<HostResult> oneByOne(String host) {
      try {
        return answered(
            partOf(host),
            () -> {
              receipts.promise(200, List.of(result(host, Optional.empty())));
              return List.of(result(host, work.alone(host).refusal()));
            });
      } catch (Contended e) {
        throw new IllegalStateException("alone it is never given up for that", e);
      } catch (Unavailable e) {
        if (whole != null) {
          throw e;
        }
        return List.of(unavailable(host, e));
      }
    }

    private List<HostResult> answered(String part, Attempt attempt) throws Contended {
      receipts.begin(whole, part);
      try {
        return attempt.make();
      } catch (Replayed e) {
        return read(e.receipt());
      } finally {
        receipts.end();
      }
    }

    private List<HostResult> results(Joined all, Map<String, HostResult> before) {
      return hosts.stream()
          .map(
              host ->
                  before.getOrDefault(
                      host, result(host, all.refusals().getOrDefault(host, Optional.empty()))))
          .toList();
    }

    private HostResult result(String host, Optional<DeploymentRefusal> refusal) {
      return new HostResult(
          refusal.map(work::status).orElse("OK"),
          host,
          job,
          refusal.map(DeploymentRefusal::message).orElse(null));
    }

    private HostResult unavailable(String host, Unavailable why) {
      return new HostResult("UNAVAILABLE", host, job, String.valueOf(why.getMessage()));
    }
  }

  @FunctionalInterface
  private interface Attempt {
    List<HostResult> make() throws Contended;
  }

  private static List<HostResult> read(StoredReceipt receipt) {
    try {
      return Json.http().readValue(receipt.answer().toString(), RESULTS);
    } catch (JsonProcessingException e) {
      throw new Unavailable("the receipt of this request cannot be read", e);
    }
  }

  /** {@link Work} that reads nothing but the view. */
  record Simple(
      Function<String, Outcome<DeploymentRefusal>> doAlone,
      Function<String, Decision<DeploymentRefusal>> decider,
      Function<DeploymentRefusal, String> statuses)
      implements Work {
    @Override
    public List<TreePath> nodes(String host) {
      return List.of();
    }

    @Override
    public Outcome<DeploymentRefusal> alone(String host) {
      return doAlone.apply(host);
    }

    @Override
    public Decision<DeploymentRefusal> decide(String host, Map<TreePath, Node> nodes) {
      return decider.apply(host);
    }

    @Override
    public String status(DeploymentRefusal refusal) {
      return statuses.apply(refusal);
    }
  }
}
