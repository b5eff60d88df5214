package io.helios.benchmarks.cluster;

import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hosts, jobs and running tasks that stand in ZooKeeper as masters and agents would have written
 * them, without any agent: what a master finds when it starts in a cluster that is full.
 */
public final class SyntheticCluster implements AutoCloseable {
  private static final int BATCH = 500;
  private static final int HOSTS_OF_A_JOB = 20;
  private static final Duration CONNECTED = Duration.ofSeconds(60);

  private final ZooKeeperTree tree;
  private final int hosts;
  private final int tasks;
  private final List<Job> jobs = new ArrayList<>();
  private Changes batch = Changes.NONE;
  private int batched;

  private SyntheticCluster(ZooKeeperTree tree, int hosts, int tasks) {
    this.tree = tree;
    this.hosts = hosts;
    this.tasks = tasks;
    // A multiple of the tasks, so that hosts of one set have the same jobs.
    int count = tasks * Math.max(1, hosts / HOSTS_OF_A_JOB);
    for (int i = 0; i < count; i++) {
      jobs.add(
          JobHash.identify(
              Job.newBuilder("service-" + i, "1.4." + i)
                  .setImage("registry.example.com/team/service-" + i + ":1.4." + i)
                  .setCommand(List.of("serve", "--port", "8080"))
                  .setEnv(Map.of("ENVIRONMENT", "production", "SERVICE", "service-" + i))
                  .setPorts(Map.of("http", PortMapping.of(8080), "admin", PortMapping.of(8081)))
                  .build()));
    }
  }

  /**
   * Writes it into an empty ZooKeeper.
   *
   * @param tasks per host
   */
  public static SyntheticCluster fill(String zookeeper, int hosts, int tasks)
      throws IOException, InterruptedException {
    ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(zookeeper));
    SyntheticCluster cluster = new SyntheticCluster(tree, hosts, tasks);
    try {
      if (!tree.awaitConnected(CONNECTED)) {
        throw new IOException("ZooKeeper takes no sessions");
      }
      cluster.fill();
      return cluster;
    } catch (ChangeRejected | TreeUnavailable | ClusterIdentity.Refused e) {
      cluster.close();
      throw new IOException("the cluster cannot be written", e);
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  public static HostName host(int index) {
    return new HostName("host-%04d.site.example.com".formatted(index));
  }

  public int hosts() {
    return hosts;
  }

  /** Tasks on each host. */
  public int tasks() {
    return tasks;
  }

  public int jobs() {
    return jobs.size();
  }

  public JobId job(int index) {
    return jobs.get(index % jobs.size()).id();
  }

  /**
   * Hosts of the same set have the same jobs; sets are numbered from 0. Hosts say it as a label.
   */
  public int set(int host) {
    return host % sets();
  }

  public int sets() {
    return Math.min(hosts, jobs.size() / tasks);
  }

  /** One of the jobs that the hosts of that set have. */
  public JobId jobOf(int set) {
    return job(set, 0).id();
  }

  private Job job(int host, int task) {
    return jobs.get((host * tasks + task) % jobs.size());
  }

  private void fill()
      throws ChangeRejected, TreeUnavailable, ClusterIdentity.Refused, InterruptedException {
    ClusterIdentity.establish(tree, null, false);
    for (Job job : jobs) {
      add(Changes.NONE.create(Paths.job(job.id()), Stored.bytes(job)));
    }
    for (int h = 0; h < hosts; h++) {
      HostName host = host(h);
      add(
          Changes.NONE
              .create(Paths.host(host))
              .create(Paths.hostId(host), Stored.bytes("id-" + h))
              .create(Paths.deployments(host))
              .create(Paths.undeploys(host))
              .create(Paths.ports(host))
              .create(Paths.hostStatus(host))
              .create(Paths.hostUp(host))
              .create(Paths.hostReport(host), Stored.bytes(report(h, 0)))
              .create(
                  Paths.hostLabels(host),
                  Stored.bytes(
                      Map.of("role", "r" + h % 20, "zone", "z" + h % 3, "set", "s" + set(h))))
              .create(Paths.taskStatuses(host)));
      for (int t = 0; t < tasks; t++) {
        JobId job = job(h, t).id();
        add(
            Changes.NONE
                .create(
                    Paths.deployment(host, job),
                    Stored.bytes(new Deployment(job, Goal.START, "ops", null, null, 1L)))
                .create(Paths.taskStatus(host, job), status(h, t, 1)));
      }
    }
    commit();
  }

  /**
   * Sets so many statuses, one after the other from a first one, in one transaction.
   *
   * @param generation anything that they did not have before
   * @return its zxid
   */
  public long change(long first, int count, long generation) throws IOException {
    Changes changes = Changes.NONE;
    for (long i = first; i < first + count; i++) {
      int h = (int) (i / tasks % hosts);
      int t = (int) (i % tasks);
      changes =
          changes.set(
              Paths.taskStatus(host(h), job(h, t).id()),
              status(h, t, generation),
              Changes.ANY_VERSION);
    }
    try {
      return tree.commit(changes);
    } catch (ChangeRejected | TreeUnavailable e) {
      throw new IOException("statuses cannot be changed", e);
    }
  }

  /**
   * Where the status of a task stands.
   *
   * @param task counted host by host; its job is that of the same number, if there are so many
   */
  public TreePath statusPath(int task) {
    int h = task / tasks;
    return Paths.taskStatus(host(h), job(h, task % tasks).id());
  }

  /** A status for that task, as its agent would tell it. */
  public byte[] status(int task, long generation) {
    return status(task / tasks, task % tasks, generation);
  }

  /** Tells that host's report once more, as its agent does each minute. */
  public void reportAgain(int host, long uptime) throws IOException {
    Changes changes =
        Changes.NONE.set(
            Paths.hostReport(host(host)), Stored.bytes(report(host, uptime)), Changes.ANY_VERSION);
    try {
      tree.commit(changes);
    } catch (ChangeRejected | TreeUnavailable e) {
      throw new IOException("a host's report cannot be written", e);
    }
  }

  private byte[] status(int h, int t, long generation) {
    Job job = job(h, t);
    return Stored.bytes(
        new StoredStatus(
            null,
            TaskReport.newBuilder(State.RUNNING)
                .setGoal(Goal.START)
                .setContainerId("%064x".formatted(((long) h << 32) + t))
                .setPorts(
                    Map.of(
                        "http", PortMapping.of(8080).withExternalPort(20_000 + 2 * t),
                        "admin", PortMapping.of(8081).withExternalPort(20_001 + 2 * t)))
                .setEnv(Map.of("ENVIRONMENT", "production", "SERVICE", job.id().name()))
                .setGeneration(generation)
                .setRestarts(0)
                .setVerified(true)
                .build()));
  }

  private static HostReport report(int h, long uptime) {
    return new HostReport(
        new HostInfo(
            host(h).value(),
            "Linux 6.1.0",
            "amd64",
            "Linux",
            "6.1.0",
            16,
            0.7,
            64L << 30,
            20L << 30,
            0,
            0,
            null,
            "unix:///var/run/docker.sock",
            null),
        new AgentInfo(
            "7@" + host(h).value(),
            "OpenJDK 64-Bit Server VM",
            "Debian",
            "17.0.15",
            "Java Virtual Machine Specification",
            "Oracle Corporation",
            "17",
            List.of("-Xmx64m"),
            uptime,
            0,
            "0.10.0"),
        Map.of("PATH", "/usr/bin:/bin"));
  }

  private void add(Changes changes) throws ChangeRejected, TreeUnavailable {
    batch = batch.and(changes);
    batched += changes.list().size();
    if (batched >= BATCH) {
      commit();
    }
  }

  private void commit() throws ChangeRejected, TreeUnavailable {
    tree.commit(batch);
    batch = Changes.NONE;
    batched = 0;
  }

  @Override
  public void close() {
    tree.close();
  }
}
