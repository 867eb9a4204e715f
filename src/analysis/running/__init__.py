"""Setting up and running: environments, kernels, progress and failures; knows no study."""
