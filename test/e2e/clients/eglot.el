;; Drives Emacs' eglot against the built server and prints one line of JSON for each step. -*- lexical-binding: t -*-
;; Environment: SLUICE_SERVER (path of cli.mjs), SLUICE_NODE, SLUICE_FILE.
(require 'json)
(require 'eglot)
(require 'flymake)
(setq eglot-autoshutdown nil eglot-sync-connect t eglot-send-changes-idle-time 0.1
      flymake-no-changes-timeout 0.1 make-backup-files nil create-lockfiles nil)

(defun sluice-say (step value)
  (princ (concat (json-encode (list (cons 'step step) (cons 'value value))) "\n")))
(defun sluice-until (what condition)
  (let ((end (+ (float-time) 20)))
    (while (and (not (funcall condition)) (< (float-time) end)) (accept-process-output nil 0.05))
    (unless (funcall condition) (sluice-say "timeout" what) (kill-emacs 1))))
(defun sluice-at (needle)
  (goto-char (point-min)) (search-forward needle) (goto-char (+ 2 (match-beginning 0))))
(defun sluice-codes ()
  (sort (mapcar (lambda (each) (car (split-string (flymake-diagnostic-text each) "\n"))) (flymake-diagnostics)) #'string<))

(define-derived-mode bookshop-mode prog-mode "Bookshop")
(add-to-list 'eglot-server-programs
             `(bookshop-mode . (,(getenv "SLUICE_NODE") ,(getenv "SLUICE_SERVER") "lsp" "--stdio")))
(let ((default-directory (file-name-directory (getenv "SLUICE_FILE"))))
  (find-file (getenv "SLUICE_FILE"))
  (bookshop-mode)
  ;; eglot sends an empty workspace/didChangeConfiguration as soon as it is connected.
  (apply #'eglot (list '(bookshop-mode) (cons 'transient (getenv "SLUICE_WORKSPACE")) 'eglot-lsp-server
                       (list (getenv "SLUICE_NODE") (getenv "SLUICE_SERVER") "lsp" "--stdio") "typescript"))
  (sluice-until "connection" #'eglot-current-server)
  (flymake-start)
  (sluice-until "diagnostics" (lambda () (>= (length (flymake-diagnostics)) 3)))
  (sluice-say "diagnostics" (vconcat (sluice-codes)))
  (let ((server (eglot-current-server)))
    (sluice-at "'gift-cards'")
    (let* ((hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)))
           (contents (plist-get hover :contents)))
      (sluice-say "hover" (plist-get contents :value)))
    (sluice-say "references"
                (length (jsonrpc-request server :textDocument/references
                                         (append (eglot--TextDocumentPositionParams) '(:context (:includeDeclaration t))))))
    ;; An edit by the person, as eglot itself sends it.
    (sluice-at "'gift-crads'") (backward-char 1)
    (search-forward "gift-crads") (replace-match "gift-cards")
    (eglot--signal-textDocument/didChange)
    (sluice-until "the finding to go" (lambda () (let ((all (mapconcat #'identity (sluice-codes) "\n"))) (and (string-match-p "inconsistent-read" all) (not (string-match-p "unknown-flag" all))))))
    (sluice-say "fixed" (vconcat (sluice-codes)))
    (ignore-errors (eglot-shutdown server nil 5))
    (sluice-say "stopped" t)))
(set-buffer-modified-p nil)
(kill-emacs 0)
