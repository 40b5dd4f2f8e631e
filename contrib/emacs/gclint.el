;;; gclint.el --- check payloads for Genesys Cloud with gclint  -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "26.1"))

;;; Commentary:

;; Findings of gclint(1) while a payload is edited, by Flymake, which is part of
;; Emacs, or by Flycheck where that is installed:
;;
;;	(require 'gclint)
;;	(add-hook 'js-json-mode-hook #'gclint-flymake-setup)
;;	(add-hook 'json-mode-hook #'gclint-flymake-setup)
;;
;; Flycheck needs nothing more than the first line.  The buffer is linted as it
;; is, saved or not; JSON that is no payload is left alone.  `M-x compile' with
;; "gclint ." needs nothing of this, for Emacs knows such lines.

;;; Code:

(require 'flymake)

(defgroup gclint nil
  "Check payloads for Genesys Cloud."
  :group 'tools)

(defcustom gclint-program "gclint"
  "The program to run."
  :type 'string)

(defcustom gclint-arguments nil
  "More options for it, such as \"--pack=call-command\"."
  :type '(repeat string))

(defconst gclint--finding
  "^.+?:\\([0-9]+\\):\\([0-9]+\\): \\(error\\|warning\\|note\\): \\(.+\\)$"
  "A finding, on a line of its own.")

(defun gclint--command ()
  "Lint standard input under the name of this buffer's file."
  `(,gclint-program "--format=gcc" "--force-exclude" ,@gclint-arguments
    ,(concat "--stdin-filename="
             (or buffer-file-name (concat (buffer-name) ".json")))
    "--" "-"))

(defun gclint--diagnostics (source)
  "What the current buffer, output of gclint, says of the buffer SOURCE."
  (let (found)
    (goto-char (point-min))
    (while (re-search-forward gclint--finding nil t)
      (let ((region (flymake-diag-region
                     source
                     (string-to-number (match-string 1))
                     (string-to-number (match-string 2)))))
        (push (flymake-make-diagnostic
               source (car region) (cdr region)
               (intern (concat ":" (match-string 3)))
               (match-string 4))
              found)))
    (nreverse found)))

(defvar-local gclint--process nil
  "The run of gclint that this buffer waits for.")

(defun gclint--sentinel (process report)
  "When PROCESS has ended, give its findings to REPORT."
  (unless (process-live-p process)
    (let ((source (process-get process 'source)))
      (when (and (buffer-live-p source)
                 (eq process (buffer-local-value 'gclint--process source)))
        (with-current-buffer (process-buffer process)
          (if (< (process-exit-status process) 2)
              (funcall report (gclint--diagnostics source))
            (funcall report :panic :explanation (buffer-string))))))
    (kill-buffer (process-buffer process))))

(defun gclint-flymake (report &rest _)
  "Lint the current buffer and give what is found to REPORT, for Flymake."
  (when (process-live-p gclint--process)
    (kill-process gclint--process))
  (setq gclint--process
        (make-process
         :name "gclint" :noquery t :connection-type 'pipe
         :buffer (generate-new-buffer " *gclint*")
         :command (gclint--command)
         :sentinel (lambda (process _) (gclint--sentinel process report))))
  (process-put gclint--process 'source (current-buffer))
  (save-restriction
    (widen)
    (process-send-region gclint--process (point-min) (point-max)))
  (process-send-eof gclint--process))

;;;###autoload
(defun gclint-flymake-setup ()
  "Have Flymake check the current buffer with gclint."
  (add-hook 'flymake-diagnostic-functions #'gclint-flymake nil t)
  (flymake-mode 1))

(declare-function flycheck-define-command-checker "ext:flycheck")
(defvar flycheck-checkers)

(with-eval-after-load 'flycheck
  (flycheck-define-command-checker 'gclint
    "Check payloads for Genesys Cloud with gclint(1)."
    :command '("gclint" "--format=gcc" "--force-exclude"
               (eval gclint-arguments)
               (eval (concat "--stdin-filename="
                             (or buffer-file-name
                                 (concat (buffer-name) ".json"))))
               "--" "-")
    :standard-input t
    :error-patterns
    '((error line-start (file-name) ":" line ":" column ": error: "
             (message) " [" (id (one-or-more (not (any "[] ")))) "]" line-end)
      (warning line-start (file-name) ":" line ":" column ": warning: "
               (message) " [" (id (one-or-more (not (any "[] ")))) "]"
               line-end)
      (info line-start (file-name) ":" line ":" column ": note: "
            (message) " [" (id (one-or-more (not (any "[] ")))) "]" line-end))
    :modes '(json-mode js-json-mode js-mode))
  (add-to-list 'flycheck-checkers 'gclint t))

(provide 'gclint)

;;; gclint.el ends here
