package io.helios.master.rollout;

import io.helios.model.job.JobId;

/** Why a request about rollouts was not granted. */
public sealed interface RolloutRefusal {
  /** For the one who asked. */
  String message();

  record NoSuchGroup(String group) implements RolloutRefusal {
    @Override
    public String message() {
      return "No deployment group " + group + " is known";
    }
  }

  record NoSuchJob(JobId job) implements RolloutRefusal {
    @Override
    public String message() {
      return "No job " + job + " is known";
    }
  }

  record NoSuchRollout(String id) implements RolloutRefusal {
    @Override
    public String message() {
      return "No rollout " + id + " is known";
    }
  }

  /** It can't be done as things stand. */
  record NotNow(String message) implements RolloutRefusal {}
}
