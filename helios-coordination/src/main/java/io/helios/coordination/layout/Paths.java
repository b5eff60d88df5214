package io.helios.coordination.layout;

import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where everything stands. Jobs, job references and history lie in 256 shards by the hash of {@code
 * name:version}, rollouts by the first two digits of their id, so that no list of children outgrows
 * ZooKeeper's limit of 1 MB.
 */
public final class Paths {
  public static final TreePath CONFIG = TreePath.of("/config");
  public static final TreePath STATUS = TreePath.of("/status");
  public static final TreePath HISTORY = TreePath.of("/history");

  /**
   * Receipts of requests that had an id, by the minute in which they were fulfilled and, so that a
   * hundred thousand in a minute are no list over 1 MB, in 16 shards by their ids.
   */
  public static final TreePath REQUESTS = TreePath.of("/requests");

  /** Parent of the one node that names the cluster. */
  public static final TreePath IDENTITIES = CONFIG.child("id");

  public static final TreePath JOBS = CONFIG.child("jobs");
  public static final TreePath JOB_REFERENCES = CONFIG.child("jobrefs");
  public static final TreePath HOSTS = CONFIG.child("hosts");
  public static final TreePath DEREGISTERED = CONFIG.child("deregistered");
  public static final TreePath GROUPS = CONFIG.child("groups");
  public static final TreePath HOST_STATUSES = STATUS.child("hosts");
  public static final TreePath GROUP_STANDINGS = STATUS.child("groups");

  /** Above {@link #CONFIG} and {@link #STATUS}, because it outlives the groups it tells of. */
  public static final TreePath ROLLOUTS = TreePath.of("/rollouts");

  /** What agents report of their hosts; apart, so that nobody has to hear of each report. */
  public static final TreePath REPORTS = TreePath.of("/reports");

  public static final TreePath MASTERS = STATUS.child("masters");

  /** Ephemeral; kept by the master that does what is done once per cluster. */
  public static final TreePath LEADER = STATUS.child("leader");

  public static final TreePath JOB_HISTORY = HISTORY.child("jobs");

  /** Since when hosts are down; below the history, which masters do not mirror. */
  public static final TreePath DOWN_SINCE = HISTORY.child("down");

  public static final int SHARDS = 256;

  private static final int REQUEST_SHARDS = 16;

  private Paths() {}

  /** Every node that a new cluster starts with, parents first; the identity not among them. */
  public static List<TreePath> skeleton() {
    List<TreePath> paths =
        new ArrayList<>(
            List.of(
                CONFIG,
                STATUS,
                HISTORY,
                REQUESTS,
                IDENTITIES,
                JOBS,
                JOB_REFERENCES,
                HOSTS,
                DEREGISTERED,
                HOST_STATUSES,
                MASTERS,
                JOB_HISTORY,
                DOWN_SINCE,
                GROUPS,
                GROUP_STANDINGS,
                ROLLOUTS,
                REPORTS));
    for (TreePath sharded : List.of(JOBS, JOB_REFERENCES, JOB_HISTORY, ROLLOUTS)) {
      for (int i = 0; i < SHARDS; i++) {
        paths.add(sharded.child(HexFormat.of().toHexDigits((byte) i)));
      }
    }
    return paths;
  }

  public static TreePath identity(String clusterId) {
    return IDENTITIES.child(clusterId);
  }

  public static TreePath job(JobId job) {
    return JOBS.child(shard(job)).child(job.toString());
  }

  /** Empty node that keeps a job from being deleted while it is deployed on a host. */
  public static TreePath jobHost(JobId job, HostName host) {
    return job(job).child(host.value());
  }

  public static TreePath jobReference(JobId job) {
    return JOB_REFERENCES.child(shard(job)).child(job.nameAndVersion());
  }

  public static TreePath host(HostName host) {
    return HOSTS.child(host.value());
  }

  public static TreePath hostId(HostName host) {
    return host(host).child("id");
  }

  /** There while nothing new may be deployed on the host. */
  public static TreePath hostCordon(HostName host) {
    return host(host).child("cordon");
  }

  public static TreePath deployments(HostName host) {
    return host(host).child("jobs");
  }

  public static TreePath deployment(HostName host, JobId job) {
    return deployments(host).child(job.toString());
  }

  public static TreePath undeploys(HostName host) {
    return host(host).child("undeploys");
  }

  public static TreePath undeploy(HostName host, JobId job) {
    return undeploys(host).child(job.toString());
  }

  public static TreePath ports(HostName host) {
    return host(host).child("ports");
  }

  /** Reservation of a static port, by number and protocol. */
  public static TreePath port(HostName host, int port, String protocol) {
    return ports(host).child(port + "-" + protocol);
  }

  /** Since when the host is down, by the clock of the master that noticed. */
  public static TreePath downSince(HostName host) {
    return DOWN_SINCE.child(host.value());
  }

  /** Order to stop what a deregistered host runs. */
  public static TreePath deregistered(HostName host) {
    return DEREGISTERED.child(host.value());
  }

  public static TreePath hostStatus(HostName host) {
    return HOST_STATUSES.child(host.value());
  }

  /** Ephemeral; there while the agent is connected. */
  public static TreePath hostUp(HostName host) {
    return hostStatus(host).child("up");
  }

  /** Read now and then, not watched. */
  public static TreePath hostReport(HostName host) {
    return REPORTS.child(host.value());
  }

  public static TreePath hostLabels(HostName host) {
    return hostStatus(host).child("labels");
  }

  /** What is wrong with the host, by name of the condition. */
  public static TreePath hostConditions(HostName host) {
    return hostStatus(host).child("conditions");
  }

  public static TreePath taskStatuses(HostName host) {
    return hostStatus(host).child("jobs");
  }

  public static TreePath taskStatus(HostName host, JobId job) {
    return taskStatuses(host).child(job.toString());
  }

  /** Ephemeral; there while the master is connected. */
  public static TreePath master(String name) {
    return MASTERS.child(name);
  }

  public static TreePath jobHistory(JobId job) {
    return JOB_HISTORY.child(shard(job)).child(job.toString());
  }

  public static TreePath taskHistory(JobId job, HostName host) {
    return jobHistory(job).child(host.value());
  }

  /**
   * Parent of that receipt and others of its minute, which go as a whole.
   *
   * @param minute since the epoch
   */
  public static TreePath requests(long minute, String requestId) {
    int shard = Math.floorMod(requestId.hashCode(), REQUEST_SHARDS);
    return REQUESTS.child(minute + "." + Integer.toHexString(shard));
  }

  /** The minute of a parent of receipts; empty for what is none. */
  public static OptionalLong minuteOf(TreePath requests) {
    String name = requests.name();
    int dot = name.indexOf('.');
    try {
      return OptionalLong.of(Long.parseLong(dot < 0 ? name : name.substring(0, dot)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  public static TreePath request(long minute, String requestId) {
    return requests(minute, requestId).child(requestId);
  }

  /** A deployment group and its options. */
  public static TreePath group(String group) {
    return GROUPS.child(group);
  }

  /** Which rollouts a group has; the buckets of its settled hosts lie below. */
  public static TreePath groupStanding(String group) {
    return GROUP_STANDINGS.child(group);
  }

  /** Some of the hosts that a group has dealt with. */
  public static TreePath settledHosts(String group, int bucket) {
    return groupStanding(group).child("settled-" + bucket);
  }

  /** A rollout as a whole; every step of it sets this node in the version it was decided from. */
  public static TreePath rollout(String id) {
    return ROLLOUTS.child(id.substring(0, 2)).child(id);
  }

  public static TreePath rolloutHosts(String id) {
    return rollout(id).child("hosts");
  }

  /** How some of a rollout's hosts fare. */
  public static TreePath rolloutHosts(String id, int chunk) {
    return rolloutHosts(id).child(Integer.toString(chunk));
  }

  public static TreePath rolloutEvents(String id) {
    return rollout(id).child("events");
  }

  /** Some of what happened in a rollout. */
  public static TreePath rolloutEvents(String id, long chunk) {
    return rolloutEvents(id).child(Long.toString(chunk));
  }

  private static String shard(JobId job) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(job.nameAndVersion().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().toHexDigits(digest[0]);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
