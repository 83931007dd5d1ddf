//! A small map: what is under way at once, or was refused, is little, and is looked up seldom.

/// Values by their keys, in the order of the keys.
#[derive(Debug)]
pub(super) struct Table<K, V>(Vec<(K, V)>);

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Table<K, V> {
    /// Puts `value` under `key`, which is not there yet.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let index = self.0.partition_point(|(known, _)| *known < key);
        self.0.insert(index, (key, value));
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let index = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(index).1)
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let entry = self.0.iter_mut().find(|(known, _)| known == key);
        entry.map(|(_, value)| value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
