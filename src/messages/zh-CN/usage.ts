/** Simplified Chinese texts of the command line: mistakes in it, and `mendian` alone. */
import type { Messages } from '../en.ts';
import { brief } from '../excerpt.ts';
import type { FaultTexts } from '../faults.ts';
import type { UsageFaults } from '../usage-faults.ts';

const called = (command: string): string => (command === '' ? 'mendian' : `mendian ${command}`);

export const usageTexts: FaultTexts<UsageFaults> = {
  COMMAND_UNKNOWN: ({ command, group, meant }) => ({
    message: `${called(group ?? '')} 没有“${brief(command)}”这个命令。`,
    hint: meant === null ? '请在命令列表里查找。' : `是不是想用：${called(meant)}`,
  }),
  COMMAND_NEEDED: ({ group, commands }) => ({
    message: `mendian ${group} 不能单独使用。`,
    hint: `请写明要做什么：${commands.map((each) => `mendian ${group} ${each}`).join('，或 ')}`,
  }),
  OPTION_UNKNOWN: ({ option, command, meant, owners }) => ({
    message: `${called(command)} 没有 ${brief(option)} 这个选项。`,
    hint:
      meant !== null
        ? `是不是想用 ${meant}？`
        : owners.length > 0
          ? `它属于 ${owners.map((each) => `mendian ${each}`).join('、')}。`
          : '请去掉它，或在帮助里找到正确的选项。',
  }),
  OPTION_WITHOUT_VALUE: ({ option, flags }) => ({
    message: `${option} 需要一个值。`,
    hint: `请写在它后面：${flags}`,
  }),
  OPTION_REQUIRED: ({ command, flags }) => ({
    message: `mendian ${command} 需要 ${flags}。`,
    hint: `请输入：mendian ${command} ${flags}`,
  }),
  ARGUMENT_MISSING: ({ command, argument, usage }) => ({
    message: `mendian ${command} 缺少 ${argument}。`,
    hint: `请输入：mendian ${usage}`,
  }),
  ARGUMENT_SURPLUS: ({ command, argument, select }) => ({
    message: `mendian ${command} 不接受“${brief(argument)}”。`,
    hint:
      select === 'yes'
        ? `只处理部分门店：mendian ${command} --select EXPR，EXPR 是 poi_id、路径或 label=value。`
        : '请去掉它。带空格的文字要加引号。',
  }),
  FOLDER_MISSING: ({ folder, reason }) => ({
    message: reason === 'file' ? `${folder} 不是目录（-C）。` : `没有 ${folder} 这个目录（-C）。`,
    hint: '请检查拼写。不写 -C 时，命令在当前目录里执行。',
  }),
  FOLDER_BELOW_ROOT: ({ above, found, command }) => ({
    message: `这个目录在一个门店仓库里面；根目录是“${above}”，${found} 在那里。`,
    hint:
      command === 'init'
        ? `没有写入任何文件。请看看那里的情况：mendian -C ${above} validate`
        : `请到那里去，或输入：${['mendian', '-C', above, command].join(' ').trimEnd()}`,
  }),
};

export const welcomeUi: Messages['welcome'] = {
  title: (version) => `mendian ${version}：用代码管理微信门店小程序的门店`,
  stands: {
    nothing: '这个目录里还没有门店。',
    empty: '这里有设置，还没有门店文件。',
    faulty: (errors) => `有 ${errors} 个错误，需要先解决。`,
    unrecorded: (stores) => `这里有 ${stores} 家门店，还没有发送记录。`,
    planned: (stores, summary) => `这里有 ${stores} 家门店：${summary}。`,
    settled: (stores) => `这里有 ${stores} 家门店，没有要发送的：上次发给微信的就是文件里的内容。`,
  },
  steps: {
    demo: '在单独的目录里离线演示一遍全过程',
    init: '从这里开始：设置、示例门店、工作流',
    import: '把线上门店写成文件；需要 WECHAT_APPID 和 WECHAT_SECRET',
    validate: '列出每一处错误和正确写法',
    plan: '查看将要发送什么；不会发送',
    apply: '显示计划，确认后发送',
    status: '查看图片审核的进展',
    drift: '查看有没有人在微信上改过门店',
    doctor: '检查凭据、网络和 git',
  },
  more: (command) => `更多：${command}`,
};
