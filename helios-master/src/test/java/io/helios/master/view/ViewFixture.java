package io.helios.master.view;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.TaskReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A view fed by hand; every node has version 7. */
public final class ViewFixture {
  public static final int VERSION = 7;

  private final ClusterView view = new ClusterView();
  private final List<TreePath> unreadable = new ArrayList<>();
  private final ViewFeed feed =
      new ViewFeed(view, (path, why) -> unreadable.add(path), (location, zxid) -> {});

  public ClusterView view() {
    return view;
  }

  public List<TreePath> unreadable() {
    return unreadable;
  }

  public ViewFixture job(Job job) {
    return node(Paths.job(job.id()), Stored.bytes(job));
  }

  public ViewFixture host(String host) {
    HostName name = new HostName(host);
    return node(Paths.host(name), new byte[0]).node(Paths.hostId(name), Stored.bytes("id"));
  }

  public ViewFixture deployed(String host, JobId job, Goal goal, long generation) {
    return node(
        Paths.deployment(new HostName(host), job),
        Stored.bytes(new Deployment(job, goal, "bob", null, null, generation)));
  }

  public ViewFixture ordered(String host, Job job, long generation) {
    return node(
        Paths.undeploy(new HostName(host), job.id()),
        Stored.bytes(new UndeployOrder(job, generation, "bob")));
  }

  public ViewFixture says(String host, JobId job, @Nullable Job whole, TaskReport report) {
    return node(
        Paths.taskStatus(new HostName(host), job), Stored.bytes(new StoredStatus(whole, report)));
  }

  public ViewFixture node(TreePath path, byte[] data) {
    feed.changed(new Node(path, data, VERSION, 1, 1));
    return this;
  }

  public ViewFixture gone(TreePath path) {
    feed.removed(path, 1);
    return this;
  }
}
