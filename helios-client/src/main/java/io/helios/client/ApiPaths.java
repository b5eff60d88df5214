package io.helios.client;

import io.helios.model.job.JobId;

/** Where things stand in the masters' API. */
final class ApiPaths {
  private ApiPaths() {}

  static String job(JobId id) {
    return "/jobs/" + Request.segment(id.toString());
  }

  static String history(JobId job) {
    return "/history" + job(job);
  }

  static String host(String name) {
    return "/hosts/" + Request.segment(name);
  }

  static String deployment(String host, JobId job) {
    return host(host) + job(job);
  }

  static String group(String name) {
    return "/deployment-group/" + Request.segment(name);
  }

  static String rollout(String id) {
    return "/rollouts/" + Request.segment(id);
  }
}
