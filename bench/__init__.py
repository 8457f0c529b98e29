"""What Guichet costs in time, against goals and against plain baselines in the same run."""
