# What is made from what. `make help` lists the commands.
#
# Every file is written aside and renamed, and every stamp in build/done is made last, so a run
# that was killed leaves nothing half-made. Time stamps decide what is out of date.

ifeq ($(filter grouped-target,$(.FEATURES)),)
$(error This is make $(MAKE_VERSION); GNU make 4.3 or newer is needed (macOS: brew install make, then gmake))
endif

# Folders ------------------------------------------------------------------------------------------
# DATA= holds raw/. Figures, report and build of another study lie beside its data. A folder given
# on the command line may have a name that make cannot write (spaces, accents), so it is reached
# through a link in build/elsewhere. Everything else is relative to the checkout.

quoted = '$(subst ','\'',$1)'
reach = $(if $(filter command,$(origin $1)),$(shell sh src/analysis/running/reach.sh \
  $(call quoted,$(value $1)) $2),$($1))

DATA := data
override DATA := $(call reach,DATA)
BESIDE := $(if $(filter-out data,$(DATA)),$(DATA)/)
FIGURES := $(BESIDE)figures
REPORT := $(BESIDE)report
BUILD := $(BESIDE)build
override FIGURES := $(call reach,FIGURES,create)
override REPORT := $(call reach,REPORT,create)
override BUILD := $(call reach,BUILD,create)
ACCEPTED := $(or $(BESIDE),report/)accepted/findings.csv
TABLES := $(DATA)/processed
DONE := $(BUILD)/done

# What makes two runs identical --------------------------------------------------------------------

export PYTHONPATH := $(CURDIR)/src
# Sets are walked in the same order.
export PYTHONHASHSEED := 0
# The date written into images and archives: 2025-03-01.
export SOURCE_DATE_EPOCH := 1740787200
# Sums are added in the same order: one thread for each library that numpy may be built on.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# Dates do not shift with the machine's place, nor sorting and number formats with its language.
export TZ := UTC
export LC_ALL := C.UTF-8
# Figures are drawn without a screen.
export MPLBACKEND := agg
# No style, font list, start-up file, setting or kernel of the person who runs it.
PROFILE := $(CURDIR)/$(BUILD)/profile
export MPLCONFIGDIR := $(PROFILE)/matplotlib
export IPYTHONDIR := $(PROFILE)/ipython
export JUPYTER_CONFIG_DIR := $(PROFILE)/jupyter
export JUPYTER_DATA_DIR := $(PROFILE)/data
export JUPYTER_RUNTIME_DIR := $(PROFILE)/runtime

# The environment: an active conda environment as it is, or .venv from the lock --------------------

ifneq ($(and $(CONDA_PREFIX),$(filter-out base,$(CONDA_DEFAULT_ENV))),)
PYTHON := python
READY := build/conda/$(shell printf %s "$$CONDA_PREFIX" | cksum | cut -d ' ' -f 1)
$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -m analysis.running.environment
	@mkdir -p $(@D) && touch $@
else
PYTHON := .venv/bin/python
READY := .venv/ready
$(READY): requirements.lock
	@sh src/analysis/running/set_up.sh
endif

# What to read, once, and only for a goal that builds ----------------------------------------------

ALONE := help lab test bench calibrate clean manifest synthetic tables
ifneq ($(and $(filter clean manifest synthetic,$(MAKECMDGOALS)),$(word 2,$(MAKECMDGOALS))),)
$(error make $(MAKECMDGOALS): run these one after the other)
endif
ifneq ($(filter-out $(ALONE),$(or $(MAKECMDGOALS),all)),)

ifeq ($(wildcard $(DATA)/raw/study.yaml),)
$(error DATA= is not a study: it has no raw/study.yaml. See docs/data.md, or run make synthetic with the same DATA=)
endif
# Folders too: a file added, removed or renamed changes its folder. The check refuses files whose
# names make cannot write.
RAW := $(shell find $(DATA)/raw ! -name '*[][[:space:]%:;\#$$~*?\\|&]*')
include $(BUILD)/lists.mk

# Another FIGURES=, REPORT= or BUILD= makes everything anew.
PARAMETERS := -p data_dir ../$(DATA) -p figures_dir ../$(FIGURES) -p build_dir ../$(BUILD)
SETTINGS := $(PARAMETERS) $(REPORT)
ifneq ($(SETTINGS),$(file <$(BUILD)/settings))
$(shell mkdir -p $(BUILD))
$(file >$(BUILD)/settings,$(SETTINGS))
endif
endif

# $(call raw,...) names raw files or everything in a folder; a file that a study need not have is
# named with its folder, which changes when it is removed; $(call tables,...) names tables;
# $(call from,NOTEBOOK,...) names tables and the notebook that makes them.
raw = $(foreach place,$1,$(filter $(DATA)/raw/$(place) $(DATA)/raw/$(place)/%,$(RAW)))
tables = $(1:%=$(TABLES)/%.parquet)
from = $(DONE)/$1 $(call tables,$2)

CODE := $(filter-out src/analysis/synthetic/% src/analysis/explore/%,$(wildcard \
  src/analysis/*.py src/analysis/*/*.py src/analysis/*/*/*.py \
  src/analysis/*/*.mplstyle src/analysis/*/*.html))
COMMON := $(CODE) $(READY) $(BUILD)/settings $(call raw,study.yaml reference)

# The notebook is the first prerequisite; a profile has a parameter $1 with the value $2.
name = $(basename $(notdir $<))$(if $2,-$2)
run_notebook = @$(PYTHON) -m analysis.running.notebook $< $(BUILD)/notebooks/$(name).ipynb \
  $(DONE)/$(name) $(PARAMETERS) $(if $2,-p $1 $2)

# Commands -----------------------------------------------------------------------------------------

.PHONY: all report verify accept test bench calibrate lab synthetic manifest tables clean help
all: report  ## rebuild whatever is out of date, from the raw files to the report

report: $(DONE)/report

verify: all  ## compare the findings with the accepted ones
	@$(PYTHON) -m analysis.exhibits.verify $(REPORT)/findings.csv $(ACCEPTED)

accept: all  ## make the findings, and the matrix for the README, the accepted ones
	@mkdir -p $(dir $(ACCEPTED)) && cp $(REPORT)/findings.csv $(FIGURES)/triangulation_matrix.png \
	  $(dir $(ACCEPTED))

test: $(READY)  ## check that the code does what it says (TEST= passes options to pytest)
	@$(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadfile \
	  --no-loadscope-reorder $(TEST)

bench: $(READY)  ## measure what the code promises: recall of identifiers, coverage of intervals, time of large projects
	@for script in benchmarks/*.py; do echo "$$script" && $(PYTHON) "$$script" || exit 1; done

# A full run takes the place of the results kept with the code; one of STUDIES= stays in build.
calibrate: $(READY)  ## judge the methods by thousands of synthetic studies, an hour on two cores (STUDIES=20 of each truth, ENGINE=dask://host:port)
	@ENGINE='$(ENGINE)' $(PYTHON) -m analysis.calibration run build/calibration \
	  $(if $(STUDIES),--studies $(STUDIES),--results src/analysis/calibration/results)

# JupyterLab is not to ask the network for news, updates or extensions; kernels are encrypted,
# because other users of the machine may hear its loopback.
NOTICES := $(BUILD)/profile/jupyter/lab/user-settings/@jupyterlab/apputils-extension
lab: $(READY)  ## open the notebooks in JupyterLab; explore.ipynb shows passages (LAB= passes options)
	@if [ -e .git ]; then git config diff.ipynb.textconv '$(PYTHON) -m nbstripout -t'; fi
	@mkdir -p $(NOTICES)
	@echo '{"fetchNews": "false", "checkForUpdates": false}' > $(NOTICES)/notification.jupyterlab-settings
	@$(PYTHON) -m jupyterlab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir=. \
	  --LabApp.default_url=/lab/tree/notebooks --LabApp.extension_manager=readonly \
	  --MappingKernelManager.transport_encryption=auto $(LAB)

synthetic: $(READY)  ## write the synthetic study that DATA='s study.yaml describes (SEED= another)
	@$(PYTHON) -m analysis.synthetic $(if $(wildcard $(DATA)/raw/study.yaml),$(DATA),data --to $(DATA)) \
	  $(if $(SEED),--seed $(SEED))
	@$(PYTHON) -m analysis.intake.manifest $(DATA)

manifest: $(READY)  ## record that the raw files are as they are meant to be
	@$(PYTHON) -m analysis.intake.manifest $(DATA)

tables: $(READY)  ## write docs/tables.md from the declarations of the tables
	@$(PYTHON) -m analysis.exhibits.dictionary docs/tables.md

clean:  ## remove what was built; never raw files, accepted findings or .venv
	@[ -e $(DATA)/raw/study.yaml ] || { echo 'DATA= is not a study: nothing removed' >&2; exit 1; }
	@rm -rf $(TABLES) $(BESIDE)figures $(BESIDE)build
	@rm -f $(BESIDE)report/report.html $(BESIDE)report/findings.csv

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

# The graph ----------------------------------------------------------------------------------------

$(BUILD)/lists.mk: $(call raw,study.yaml reference indicators) $(addprefix src/analysis/,study.py settings.py) | $(READY)
	@mkdir -p $(@D)
	@$(PYTHON) -m analysis.study $(DATA) $(FIGURES) $(REPORT) $(BUILD) > $@.new && mv $@.new $@

$(DONE)/checked: $(RAW) $(COMMON)
	@$(PYTHON) -m analysis.intake $(DATA)
	@mkdir -p $(@D) && touch $@

$(call from,01_interviews,interviews asked participants turns speakers \
  interview_flow set_aside) &: \
  notebooks/01_interviews.ipynb \
  $(call raw,interviews/register.xlsx interviews/transcripts) \
  $(COMMON) | $(DONE)/checked
	$(run_notebook)

$(call from,02_survey,validation validation_priorities institution_answers survey_flow \
  survey_items survey_times) &: \
  notebooks/02_survey.ipynb \
  $(call raw,validation) \
  $(call from,01_interviews,interviews participants asked set_aside) \
  $(call from,04_changes,changes) \
  $(COMMON) | $(DONE)/checked
	$(run_notebook)

$(call from,03_coding,codes segments codings cases case_attributes case_flow quotations) &: \
  notebooks/03_coding.ipynb \
  $(call raw,$(addprefix interviews/,coding.qdpx coding.qda coding.sqlite3 codebook.csv \
  translations.csv quotations.csv quotation_reviews.csv transcripts)) \
  $(filter $(DATA)/raw/interviews,$(RAW)) \
  $(call from,01_interviews,interviews asked participants set_aside turns) \
  $(COMMON) | $(DONE)/checked
	$(run_notebook)

$(call from,04_changes,accounts changes change_accounts change_priorities contributions \
  selections verifications change_evidence rubric_scores lessons lesson_changes) &: \
  notebooks/04_changes.ipynb \
  $(call raw,changes validation) \
  $(call from,01_interviews,interviews participants set_aside) \
  $(call from,05_indicators,projects) \
  $(COMMON) | $(DONE)/checked
	$(run_notebook)

$(call from,05_indicators,projects project_domains project_states monitoring \
  monitoring_notes indicators indicator_values indicator_breaks indicator_uses indicator_checks \
  indicator_changes indicator_weights outlines) &: notebooks/05_indicators.ipynb \
  $(call raw,projects indicators) \
  $(COMMON) | $(DONE)/checked
	$(run_notebook)

$(call from,06_triangulation,cells headlines state_groups expected_states associations \
  overrulings) &: \
  notebooks/06_triangulation.ipynb \
  $(call raw,triangulation) \
  $(call from,01_interviews,interviews asked) \
  $(call from,02_survey,validation) \
  $(call from,03_coding,codes segments codings) \
  $(call from,04_changes,changes) \
  $(call from,05_indicators,project_domains project_states monitoring indicators \
  indicator_changes indicator_weights) \
  $(COMMON)
	$(run_notebook)

# The truth of a synthetic study is read here alone, to be held against what was found.
$(call from,07_robustness,variation_headlines variation_flips stability) &: \
  notebooks/07_robustness.ipynb \
  $(call raw,truth) \
  $(call from,01_interviews,interviews asked) \
  $(call from,03_coding,codes segments codings) \
  $(call from,05_indicators,project_domains project_states monitoring indicators \
  indicator_changes indicator_weights) \
  $(call from,06_triangulation,cells headlines) \
  $(COMMON)
	$(run_notebook)

# Of the method, not of the study's data: what make calibrate found, with the code that found it.
$(DONE)/08_calibration: notebooks/08_calibration.ipynb \
  $(wildcard src/analysis/calibration/results src/analysis/calibration/results/*) \
  $(COMMON) | $(DONE)/checked
	$(run_notebook)

STATE_PROFILES := $(STATES:%=$(DONE)/state_profile-%)
$(STATE_PROFILES): $(DONE)/state_profile-%: notebooks/state_profile.ipynb \
  $(call from,02_survey,validation) \
  $(call from,04_changes,changes) \
  $(call from,05_indicators,project_domains project_states indicators indicator_values) \
  $(call from,06_triangulation,cells headlines state_groups overrulings) \
  $(COMMON)
	$(call run_notebook,state,$*)

DOMAIN_PROFILES := $(DOMAINS:%=$(DONE)/domain_profile-%)
$(DOMAIN_PROFILES): $(DONE)/domain_profile-%: notebooks/domain_profile.ipynb \
  $(call from,01_interviews,interviews asked) \
  $(call from,02_survey,validation) \
  $(call from,03_coding,codes segments codings quotations) \
  $(call from,04_changes,changes) \
  $(call from,05_indicators,indicators indicator_values) \
  $(call from,06_triangulation,cells headlines state_groups overrulings) \
  $(call from,07_robustness,stability) \
  $(COMMON)
	$(call run_notebook,domain,$*)

SOURCE_PROFILES := $(SOURCES:%=$(DONE)/source_profile-%)
$(SOURCE_PROFILES): $(DONE)/source_profile-%: notebooks/source_profile.ipynb \
  $(call raw,indicators) \
  $(COMMON) | $(DONE)/checked
	$(call run_notebook,source,$*)

NOTEBOOKS := 01_interviews 02_survey 03_coding 04_changes 05_indicators 06_triangulation \
  07_robustness 08_calibration
# A study elsewhere may bring its own prose.
PROSE := $(or $(wildcard $(BESIDE)report/report.md),report/report.md)
$(REPORT)/report.html $(REPORT)/findings.csv $(DONE)/report &: $(PROSE) \
  $(wildcard $(dir $(PROSE))checklists.yaml) \
  $(NOTEBOOKS:%=$(DONE)/%) $(DOMAIN_PROFILES) $(STATE_PROFILES) $(SOURCE_PROFILES) $(COMMON)
	@$(PYTHON) -m analysis.exhibits.report $(DATA) $(FIGURES) $(REPORT) $(BUILD) --prose $(PROSE)
	@touch $(DONE)/report
