package io.helios.master.view;

import java.util.List;

/**
 * Something that can be followed without looking at whatever else changes. Each change belongs to
 * two of them at most.
 *
 * @param name of the host or of the jobs; empty for all of a kind
 */
public record Topic(Kind kind, String name) {
  /** Every host, without tasks. */
  public static final Topic HOSTS = new Topic(Kind.HOSTS, "");

  /** Every job, without tasks. */
  public static final Topic JOBS = new Topic(Kind.JOBS, "");

  /** Every group. */
  public static final Topic GROUPS = new Topic(Kind.GROUPS, "");

  private static final int NAME_LANE = 0;
  private static final int OTHER_LANE = 1;

  /** What a topic is about. Two topics of one change never share a lane. */
  enum Kind {
    /** One host and its tasks. */
    HOST(NAME_LANE),
    /** Jobs of one name, in any version, and their tasks. */
    JOBS_CALLED(OTHER_LANE),
    HOSTS(OTHER_LANE),
    JOBS(NAME_LANE),
    GROUPS(NAME_LANE);

    private final int lane;

    Kind(int lane) {
      this.lane = lane;
    }
  }

  /** A host and its tasks. */
  public static Topic host(String name) {
    return new Topic(Kind.HOST, name);
  }

  /** Jobs of that name, in any version, and their tasks. */
  public static Topic jobsCalled(String name) {
    return new Topic(Kind.JOBS_CALLED, name);
  }

  /** Those to which a change to this state belongs. */
  public static List<Topic> of(ThingState state) {
    return state.on(new Of());
  }

  /** 0 or 1: different for two topics to which one change belongs. */
  int lane() {
    return kind.lane;
  }

  private static final class Of implements ThingState.Cases<List<Topic>> {
    @Override
    public List<Topic> host(ThingState.OfHost state) {
      return List.of(Topic.host(state.host().value()), HOSTS);
    }

    @Override
    public List<Topic> job(ThingState.OfJob state) {
      return List.of(JOBS, jobsCalled(state.job().name()));
    }

    @Override
    public List<Topic> task(ThingState.OfTask state) {
      return List.of(
          Topic.host(state.task().host().value()), jobsCalled(state.task().job().name()));
    }

    @Override
    public List<Topic> group(ThingState.OfGroup state) {
      return List.of(GROUPS);
    }
  }
}
