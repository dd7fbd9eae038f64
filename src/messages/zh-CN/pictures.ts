/** 本地图片的中文文案。 */

import type { Messages } from '../en.ts';
import type { FaultTexts } from '../faults.ts';
import type { PictureFaults } from '../picture-faults.ts';
import { errcodes } from './errcodes.ts';

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000)} KB`;

const CONVERT = '请另存为小于 1 MB 的 JPEG（或 PNG），并改写为该文件。';

export const pictureTexts: FaultTexts<PictureFaults> = {
  PICTURE_MISSING: ({ path, near }) => ({
    message: `找不到图片 ${path}。`,
    hint:
      near === null
        ? '路径相对于写它的文件，在任何系统上都用 / 分隔。请确认图片已提交到仓库。'
        : near.normalize('NFC') === path.normalize('NFC')
          ? `仓库里有 ${near}，文件名看起来一样，但字符的组合方式不同。请重命名该文件。`
          : `仓库里有 ${near}：文件名区分大小写，即使您自己的电脑不区分。`,
  }),
  PICTURE_PATH: ({ value, problem, write }) => {
    const messages = {
      outside: `图片 ${value} 在仓库之外。`,
      backslash: `图片路径 ${value} 中有反斜杠。`,
      absolute: `${value} 是某台电脑上的绝对路径。`,
      home: `${value} 指向某个人的主目录。`,
      'file-url': `${value} 是某台电脑上的文件地址。`,
      'no-dot': `${value} 不是图片地址；本地路径须以 ./ 或 ../ 开头。`,
      'no-name': `${value} 没有写文件名。`,
    } as const;
    const hint = '请把图片放进仓库，并写相对于本文件的路径，例如 ./photos/front.jpg。';
    return { message: messages[problem], hint: write === null ? hint : `请写成 ${write}` };
  },
  PICTURE_LINK: ({ path }) => ({
    message: `图片 ${path} 是符号链接，或位于符号链接之下；程序不跟随链接。`,
    hint: '请把图片文件本身放在那里。',
  }),
  PICTURE_UNREADABLE: ({ path, problem, detail }) => ({
    message: `图片 ${path} 无法读取：${{ folder: '它是目录', special: '它不是普通文件', system: detail }[problem]}。`,
    hint: problem === 'system' ? '请检查该文件及其目录的权限。' : '请写图片文件的路径。',
  }),
  PICTURE_SIZE: ({ path, bytes }) => ({
    message:
      bytes === 0
        ? `图片 ${path} 是空文件。`
        : `图片 ${path} 有 ${kilobytes(bytes)}，微信只接受小于 1 MB 的图片。`,
    hint: bytes === 0 ? '请重新提交该图片。' : '请缩小尺寸或降低质量后另存；长边 1500 像素足够。',
  }),
  PICTURE_LFS_POINTER: ({ path, bytes }) => ({
    message: `图片 ${path} 不在本地：这里只有 Git LFS 的指针文件${bytes === null ? '' : `（原图 ${kilobytes(bytes)}）`}。`,
    hint: '请运行 "git lfs pull"；在工作流中，请给 actions/checkout 步骤加上 "lfs: true"。',
  }),
  PICTURE_FORMAT: ({ path, format }) => ({
    message:
      format === null
        ? `${path} 不是微信可接受的图片：按内容判断，只接受 JPEG 和 PNG。`
        : `图片 ${path} 的内容是 ${format}（与文件名无关），微信只接受 JPEG 和 PNG。`,
    hint: format === 'HEIC' ? `${CONVERT}iPhone 可在“设置 → 相机 → 格式”中选择“兼容性最佳”。` : CONVERT,
  }),
  PICTURE_DAMAGED: ({ path, problem }) => ({
    message: `图片 ${path} ${
      { cut: '不完整：缺少结尾部分', 'no-pixels': '没有像素', unreadable: '已损坏：读不出尺寸' }[problem]
    }。`,
    hint: '请打开图片重新保存，再提交。',
  }),
  PICTURE_SHAPE: ({ path, width, height, problem }) => ({
    message:
      problem === 'small'
        ? `图片 ${path} 只有 ${width} × ${height} 像素。`
        : `图片 ${path} 过于细长：${width} × ${height} 像素。`,
    hint: '微信文档没有规定尺寸，因此照原样发送。在多家门店使用之前，请先在手机上看一看效果。',
  }),

  PICTURES_UNKNOWN: ({ pictures, stores, state }) => ({
    message: `${state} 中没有任何已上传图片的记录：将为 ${stores} 家门店上传 ${pictures} 张本地图片，这些门店的图片都会进入审核，即使微信上已是同样的图片。`,
    hint: `如果是第一次使用本地图片，这是正常的。如果以前应用过，说明上传记录已丢失：请从 git 找回最近一份完好的 ${state}，否则会重新审核。`,
  }),
  PICTURES_RESTORED: ({ pictures, state }) => ({
    message: `${state} 的已上传图片列表缺少 ${pictures} 条，但门店记录中仍有这些图片。`,
    hint: '不会因此重新上传或重新审核；下一次发送变更时会自动补回。',
  }),

  PICTURE_CHANGED: ({ path }) => ({
    message: `图片 ${path} 已不是计划时的那一张：运行期间被修改或删除。没有上传任何内容。`,
    hint: '请重新计划并应用。',
  }),
  PICTURE_REFUSED: ({ path, errcode, errmsg }) => ({
    message: `微信拒绝了图片 ${path}：${errcodes[errcode].meaning}（${errcode} ${errmsg}）。`,
    hint: errcodes[errcode].advice,
  }),
  PICTURE_ADDRESS_ODD: ({ path, host }) => ({
    message: `上传 ${path} 后返回的地址不属于微信图片（${host}）。`,
    hint: '没有为该门店发送任何内容。请检查 WECHAT_API_BASE 和代理设置；如果都正确，请反馈此问题。',
  }),
};

export const pictureUi: Messages['pictures'] = {
  uploading: (path, bytes) => `正在上传 ${path}（${kilobytes(bytes)}）`,
  forecast: (uploads) => `上传 ${uploads} 张图片`,
  shape: ({ format, width, height, bytes }) =>
    `${format.toUpperCase()}，${width} × ${height}，${kilobytes(bytes)}`,
};
