-- Drives Neovim's own language client against the built server and prints one line of JSON for each step.
-- Environment: SLUICE_SERVER (path of cli.mjs), SLUICE_NODE, SLUICE_WORKSPACE, SLUICE_FILE.
local root, file = vim.env.SLUICE_WORKSPACE, vim.env.SLUICE_FILE
local method = vim.lsp.protocol.Methods
local function say(step, value) io.stdout:write(vim.json.encode({ step = step, value = value == nil and vim.NIL or value }) .. '\n') end
local function until_(what, condition)
  if not vim.wait(20000, condition, 20) then say('timeout', what) vim.cmd('cquit 1') end
end

local asked, shown = {}, {}
vim.lsp.handlers['window/showMessageRequest'] = function(_, params)
  table.insert(asked, params.message)
  for _, action in ipairs(params.actions or {}) do
    if vim.startswith(action.title, 'staging') or vim.startswith(action.title, 'Switch') then return action end
  end
  return vim.NIL
end
vim.lsp.handlers['window/showMessage'] = function(_, params) table.insert(shown, params.message) end

vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({
  name = 'sluice',
  cmd = { vim.env.SLUICE_NODE, vim.env.SLUICE_SERVER, 'lsp', '--stdio' },
  root_dir = root,
  workspace_folders = { { uri = vim.uri_from_fname(root), name = 'bookshop' } },
})
vim.lsp.buf_attach_client(buffer, id)
until_('initialize', function() return vim.lsp.get_client_by_id(id) ~= nil and vim.lsp.get_client_by_id(id).initialized end)
local client = vim.lsp.get_client_by_id(id)

local function position_of(needle)
  for line, text in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local at = text:find(needle, 1, true)
    if at then return line, at end
  end
end
local function params_at(needle)
  local line, at = position_of(needle)
  vim.api.nvim_win_set_cursor(0, { line, at + 1 })
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end
local function request(name, params)
  local answer = client.request_sync(name, params, 20000, buffer)
  if answer == nil then say('timeout', name) vim.cmd('cquit 1') end
  if answer.err then say('error', { name, answer.err.message }) vim.cmd('cquit 1') end
  return answer.result
end
local function codes()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(buffer)) do table.insert(found, each.code) end
  table.sort(found)
  return found
end

until_('diagnostics', function() return #vim.diagnostic.get(buffer) >= 3 end)
say('diagnostics', codes())
say('hover', request('textDocument/hover', params_at("'gift-cards'")).contents.value)
local params = params_at("'gift-cards'")
params.context = { includeDeclaration = true }
say('references', #request('textDocument/references', params))
say('definition', request('textDocument/definition', params_at("'gift-cards'")))

vim.lsp.codelens.refresh()
until_('code lenses', function() return #vim.lsp.codelens.get(buffer) > 0 end)
local titles = {}
for _, lens in ipairs(vim.lsp.codelens.get(buffer)) do table.insert(titles, lens.command.title) end
say('lenses', titles)

local line, at = position_of("'gift-crads'")
local range = vim.lsp.util.make_given_range_params({ line, at + 1 }, { line, at + 1 }, 0, client.offset_encoding)
range.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer, line - 1) }
local fix
for _, action in ipairs(request('textDocument/codeAction', range)) do if action.isPreferred then fix = action end end
say('fix', fix and fix.title)
vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
until_('the finding to go', function() return not vim.tbl_contains(codes(), 'unknown-flag') end)
say('fixed', codes())

-- Typing a key by hand: neovim sends the change, then asks inside the string that has no end yet.
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "export const more = flags.getBooleanValue('gift" })
local last = vim.api.nvim_buf_line_count(buffer)
vim.api.nvim_win_set_cursor(0, { last, 46 })
local typed = vim.lsp.util.make_position_params(0, client.offset_encoding)
typed.position.character = #"export const more = flags.getBooleanValue('gift"
local labels = {}
for _, item in ipairs(request('textDocument/completion', typed).items) do table.insert(labels, item.label) end
say('completion', labels)
vim.api.nvim_buf_set_lines(buffer, last - 1, last, false, {})

-- An empty notice, as other clients send it early: it takes nothing back.
client.notify('workspace/didChangeConfiguration', { settings = vim.empty_dict() })
request('workspace/executeCommand', { command = 'sluice.server.flipSwitch', arguments = { 'recommendations' } })
until_('the message after the flip', function() return #shown > 0 end)
say('asked', asked)
say('told', shown)
until_('the lens of the new state', function()
  vim.lsp.codelens.refresh()
  vim.wait(100)
  for _, lens in ipairs(vim.lsp.codelens.get(buffer)) do
    if lens.command.title:find('recommendations: off everywhere', 1, true) then return true end
  end
end)
say('lens follows', true)

client.stop()
until_('the end', function() return client.is_stopped() end)
say('stopped', true)
vim.cmd('qall!')
